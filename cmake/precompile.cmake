# Precompiled headers halve the time of a build. Every file still includes what it uses: the preset `plain`
# builds without them.
option(KIGEN_PRECOMPILE "use precompiled headers" ON)

# Without the header's own text beside what was made of it: its path, which the cache would take for a part of the
# command, stands in it.
set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -Xclang -include-pch -Xclang <PCH_FILE>)

# kigen_precompiled(NAME LIBS …): makes cmake/precompiled/NAME.hpp ready for kigen_use_precompiled.
function(kigen_precompiled name)
  add_library(kigen_pch_${name} OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled/nothing.cpp)
  target_link_libraries(kigen_pch_${name} PRIVATE kigen_options ${ARGN})
  # Without a time in it, so that a compiler cache knows it again.
  target_compile_options(kigen_pch_${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  set_target_properties(kigen_pch_${name} PROPERTIES CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/cmake/precompile)
  target_precompile_headers(kigen_pch_${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled/${name}.hpp)
endfunction()

# kigen_use_precompiled(NAME TARGETS…)
function(kigen_use_precompiled name)
  if(KIGEN_PRECOMPILE)
    foreach(target IN LISTS ARGN)
      get_target_property(is_quick ${target} KIGEN_QUICK)
      if(is_quick)  # another degree of optimisation is another header
        continue()
      endif()
      target_precompile_headers(${target} REUSE_FROM kigen_pch_${name})
    endforeach()
  endif()
endfunction()

if(KIGEN_PRECOMPILE)
  kigen_precompiled(plain simdjson::simdjson)
  kigen_precompiled(running simdjson::simdjson kigen_asio)
  kigen_precompiled(product simdjson::simdjson kigen_asio)
  kigen_precompiled(test simdjson::simdjson kigen_asio GTest::gtest GTest::gmock)
  target_compile_options(kigen_pch_test PRIVATE ${KIGEN_TEST_OPTIONS})
endif()
