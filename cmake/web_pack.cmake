# The web UI's pack in the binary. `./dev build` writes the file (web/pack.mjs); a build folder without it, such as that of
# the sanitizers, embeds an empty one and serves the API alone.
set(PLIMSOLL_PACK ${CMAKE_BINARY_DIR}/web.pack)
if(NOT EXISTS ${PLIMSOLL_PACK})
  file(TOUCH ${PLIMSOLL_PACK})
endif()
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/assets/embedded.cc PROPERTIES
  OBJECT_DEPENDS ${PLIMSOLL_PACK} COMPILE_DEFINITIONS "PLIMSOLL_PACK=\"${PLIMSOLL_PACK}\"" SKIP_PRECOMPILE_HEADERS ON)
