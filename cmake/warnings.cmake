# The warnings every translation unit of this project is built with.
add_library(usance_warnings INTERFACE)
target_compile_options(usance_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
