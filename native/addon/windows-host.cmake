# The Node-API functions come from the program that loads the addon: node.exe, electron.exe or the packaged application. The import
# library names NODE.EXE, and a delay-load hook sends that name to the running program.
set(node_api_def ${node_modules}/node-api-headers/def/node_api.def)
set(node_api_lib ${CMAKE_BINARY_DIR}/node_api.lib)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "ARM64")
  set(node_api_machine ARM64)
else()
  set(node_api_machine X64)
endif()
execute_process(
  COMMAND ${CMAKE_AR} /nologo /def:${node_api_def} /out:${node_api_lib} /machine:${node_api_machine}
  COMMAND_ERROR_IS_FATAL ANY)
target_sources(codeshell_native PRIVATE addon/windows-delay-load.cpp)
target_link_libraries(codeshell_native PRIVATE ${node_api_lib} delayimp)
target_link_options(codeshell_native PRIVATE /DELAYLOAD:NODE.EXE)
