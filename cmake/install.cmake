# cmake --install: the library, its headers, and what find_package(usance) and
# pkg-config need. Nothing installed holds an absolute path.
include(CMakePackageConfigHelpers)

install(TARGETS usance_cxx EXPORT usanceTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILE_SET tables DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
# The C library is a package of its own, which a project in C finds alone.
install(TARGETS usance_c EXPORT usanceCTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS usance_c_static EXPORT usanceTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TARGET usance)
  install(TARGETS usance DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

set(USANCE_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/usance)
install(EXPORT usanceTargets NAMESPACE usance::
  DESTINATION ${USANCE_CMAKE_DIR})
install(EXPORT usanceCTargets NAMESPACE usance::
  DESTINATION ${USANCE_CMAKE_DIR})
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/usanceConfig.cmake.in
  ${PROJECT_BINARY_DIR}/usanceConfig.cmake
  INSTALL_DESTINATION ${USANCE_CMAKE_DIR})
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/usanceConfigVersion.cmake
  COMPATIBILITY SameMajorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/usanceConfig.cmake
  ${PROJECT_BINARY_DIR}/usanceConfigVersion.cmake
  DESTINATION ${USANCE_CMAKE_DIR})

# ${pcfiledir}/<this> is the prefix, wherever it was moved to.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE USANCE_PC_TO_PREFIX)
foreach(package usance usance-cxx)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${package}.pc.in
    ${PROJECT_BINARY_DIR}/${package}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${package}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
