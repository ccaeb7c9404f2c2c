# With it all code tells libFuzzer which branches an input took, and tests/fuzz/ builds programs that search for
# inputs; without, tests that replay the known ones.
option(KIGEN_FUZZ "build for fuzzing" OFF)
if(KIGEN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
