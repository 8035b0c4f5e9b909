include(CMakePackageConfigHelpers)

install(TARGETS usance_cxx EXPORT usanceTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

set(USANCE_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/usance)
install(EXPORT usanceTargets NAMESPACE usance::
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
