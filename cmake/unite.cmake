# Builds that only check compile the files of a folder as one: what they include is parsed once, which takes most of
# the time. What ships is compiled file by file, as anybody works on it.
#   OFF    nowhere
#   TESTS  the tests' own code
#   ALL    everything
set(KIGEN_UNITE OFF CACHE STRING "compile the files of a folder as one: OFF, TESTS or ALL")
set(kigen_most_united 12)  # so that two processors have something to share

# kigen_keep_apart(TARGET FILE…): these are compiled by themselves. Say why.
function(kigen_keep_apart target)
  set_property(TARGET ${target} APPEND PROPERTY KIGEN_APART ${ARGN})
endfunction()

# Writes a file that includes these of the target, and has it compiled in their place. Its name stays the same as long
# as the target does, and no path of this tree is in it: the compiler cache finds it for another one.
function(kigen_unite_files target number files)
  # One file's parameter may be called what another's constant is; other builds see what shadows within a file.
  set(text "// Written by cmake/unite.cmake.\n#pragma clang diagnostic ignored \"-Wshadow\"\n")
  foreach(file IN LISTS files)
    string(APPEND text "#include \"${file}\"\n")
  endforeach()
  set(united ${CMAKE_BINARY_DIR}/united/${target}_${number}.cpp)
  file(CONFIGURE OUTPUT ${united} CONTENT "${text}" @ONLY)
  set(united ${united} PARENT_SCOPE)
endfunction()

# kigen_unite(TARGET): a file for each folder that the target has sources in.
function(kigen_unite target)
  get_target_property(sources ${target} SOURCES)
  get_target_property(apart ${target} KIGEN_APART)
  get_target_property(home ${target} SOURCE_DIR)
  set(compiled)
  set(folders)
  foreach(source IN LISTS sources)
    cmake_path(IS_PREFIX PROJECT_BINARY_DIR "${source}" NORMALIZE is_made)
    if(source MATCHES "^\\$<" OR is_made OR source IN_LIST apart)
      list(APPEND compiled ${source})
      continue()
    endif()
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${home} NORMALIZE)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    cmake_path(GET source PARENT_PATH folder)
    string(MAKE_C_IDENTIFIER ${folder} folder)
    list(APPEND folders ${folder})
    list(APPEND files_${folder} ${source})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  set(number 0)
  foreach(folder IN LISTS folders)
    list(LENGTH files_${folder} count)
    math(EXPR parts "(${count} + ${kigen_most_united} - 1) / ${kigen_most_united}")
    math(EXPR size "(${count} + ${parts} - 1) / ${parts}")
    math(EXPR last "${count} - 1")
    foreach(begin RANGE 0 ${last} ${size})
      list(SUBLIST files_${folder} ${begin} ${size} files)
      list(LENGTH files count)
      if(count EQUAL 1)
        list(APPEND compiled ${PROJECT_SOURCE_DIR}/${files})
      else()
        kigen_unite_files(${target} ${number} "${files}")
        list(APPEND compiled ${united})
        math(EXPR number "${number} + 1")
      endif()
    endforeach()
  endforeach()
  set_property(TARGET ${target} PROPERTY SOURCES ${compiled})
endfunction()

# kigen_unite_below(FOLDER): all targets there and below.
function(kigen_unite_below folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$")
      kigen_unite(${target})
    endif()
  endforeach()
  get_property(below DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(folder IN LISTS below)
    kigen_unite_below(${folder})
  endforeach()
endfunction()
