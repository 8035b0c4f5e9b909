# USANCE_SANITIZE=address adds ASan and UBSan, =thread adds TSan,
# =fuzzer (clang) the first two and libFuzzer's counters, to everything below
# this folder.
if(USANCE_SANITIZE STREQUAL "address")
  # Without what ASan and the processor see as well, which a quarter of the
  # compile time would go to.
  add_compile_options(-fsanitize=address,undefined
                      -fno-sanitize=null,alignment,vptr,object-size
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(USANCE_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(USANCE_SANITIZE STREQUAL "fuzzer")
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined --rtlib=compiler-rt)
elseif(NOT USANCE_SANITIZE STREQUAL "")
  message(FATAL_ERROR "USANCE_SANITIZE is '${USANCE_SANITIZE}'; "
                      "allowed: address, thread, fuzzer, or empty")
endif()
# g++ 12 takes members for uninitialized under these where none is:
# https://gcc.gnu.org/PR105562
if(USANCE_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-maybe-uninitialized)
endif()
