// The tests' main: takes the locale from the environment, so that the whole
// suite can run under one with a decimal comma.
#include <gmock/gmock.h>

#include <clocale>

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "");
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
