# The warnings every translation unit of this project is built with.
add_library(usance_warnings INTERFACE)
target_compile_options(usance_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
# g++ 12 sees an overlap in "text" + std::string where there is none:
# https://gcc.gnu.org/PR105329
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION
   VERSION_LESS 13)
  target_compile_options(usance_warnings INTERFACE -Wno-restrict)
endif()
