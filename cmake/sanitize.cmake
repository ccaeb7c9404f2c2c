# Sanitizers, and what compiles quickly under them.
set(KIGEN_SANITIZE "" CACHE STRING "what to look for: address,undefined or thread")
if(KIGEN_SANITIZE)
  # Relative to where compilers run, so that the compiler cache finds it in another tree.
  cmake_path(RELATIVE_PATH PROJECT_SOURCE_DIR BASE_DIRECTORY ${CMAKE_BINARY_DIR} OUTPUT_VARIABLE kigen_root)
  target_compile_options(kigen_options INTERFACE
    -fsanitize=${KIGEN_SANITIZE} -fno-omit-frame-pointer -fsanitize-ignorelist=${kigen_root}/cmake/sanitizers.ignore)
  add_link_options(-fsanitize=${KIGEN_SANITIZE})
  if(KIGEN_SANITIZE MATCHES undefined)
    target_compile_options(kigen_options INTERFACE
      -fno-sanitize=null,alignment,object-size -fno-sanitize-recover=undefined)
  endif()
endif()

# kigen_quick_under_sanitizers(TARGETS…): these are optimised under a sanitizer too. All others compile in half the time
# as they are; what is fuzzed, or works with large numbers, would spend more than that when it runs.
function(kigen_quick_under_sanitizers)
  if(KIGEN_SANITIZE)
    foreach(target IN LISTS ARGN)
      target_compile_options(${target} PRIVATE -O1)
      set_property(TARGET ${target} PROPERTY KIGEN_QUICK ON)
    endforeach()
  endif()
endfunction()
