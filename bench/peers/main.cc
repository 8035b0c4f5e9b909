// Usance beside QuantLib, where that is installed, and the C functions of
// libusance.so beside the C++ library that they stand on, and the library
// beside a plain way to the same.
#include "bench/peers/pair.h"

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  usance::bench::RegisterCalls();
  usance::bench::RegisterReferences();
#ifdef USANCE_QUANTLIB
  usance::bench::RegisterQuantLib();
  benchmark::AddCustomContext("quantlib", usance::bench::QuantLibName());
#endif
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
