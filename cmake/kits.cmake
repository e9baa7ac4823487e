# The kits (questions, skills) in the binary: one row for each file of kits/<folder>/, which src/domain/people/embedded.cc unfolds.
file(GLOB kit_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/kits ${CMAKE_SOURCE_DIR}/kits/*/*.yaml)
set(kit_rows "")
set(kit_paths)
set(kit_number 0)
foreach(kit ${kit_files})
  string(APPEND kit_rows "PLIMSOLL_KIT(${kit_number}, \"${kit}\", \"${CMAKE_SOURCE_DIR}/kits/${kit}\")\n")
  list(APPEND kit_paths ${CMAKE_SOURCE_DIR}/kits/${kit})
  math(EXPR kit_number "${kit_number} + 1")
endforeach()
set(PLIMSOLL_KITS ${CMAKE_BINARY_DIR}/kits.inc)
file(CONFIGURE OUTPUT ${PLIMSOLL_KITS} CONTENT "${kit_rows}" @ONLY)
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/domain/people/embedded.cc PROPERTIES
  OBJECT_DEPENDS "${PLIMSOLL_KITS};${kit_paths}" COMPILE_DEFINITIONS "PLIMSOLL_KITS=\"${PLIMSOLL_KITS}\"" SKIP_PRECOMPILE_HEADERS ON)
