# licences.txt: under which licences everything is that the executable is made with. tests/licences compares it with the
# executable and with what was included.
find_package(tomlplusplus REQUIRED)
set(licences_page "${CMAKE_CURRENT_BINARY_DIR}/licences.txt")

# Linked; what these need in turn is found out.
set(licences_of)
foreach(library IN ITEMS $<TARGET_FILE:Boost::json> $<TARGET_FILE:Boost::url> $<TARGET_FILE:RocksDB::rocksdb-shared>
        $<TARGET_FILE:simdjson::simdjson> $<TARGET_FILE:spdlog::spdlog> $<TARGET_FILE:tomlplusplus::tomlplusplus>
        ${OPENSSL_SSL_LIBRARY} ${jemalloc_LINK_LIBRARIES} ${libsodium_LINK_LIBRARIES} ${libssh2_LINK_LIBRARIES})
  list(APPEND licences_of --library ${library})
endforeach()
# Compiled in: headers, and the list of the worst passwords.
foreach(package IN ITEMS libboost1.81-dev libclang-common-19-dev libcli11-dev python3-zxcvbn rapidjson-dev)
  list(APPEND licences_of --package ${package})
endforeach()
foreach(package IN ITEMS @picocss/pico htm)
  list(APPEND licences_of --npm "${console_npm}/node_modules/${package}")
endforeach()
# Inside htm/preact/standalone.module.js, without a text of its own.
list(APPEND licences_of --text "preact=${CMAKE_CURRENT_SOURCE_DIR}/licences/preact.txt")

add_custom_command(
  OUTPUT "${licences_page}"
  COMMAND python3 "${CMAKE_CURRENT_SOURCE_DIR}/licences/licences.py" "${licences_page}" ${licences_of}
  DEPENDS licences/licences.py licences/preact.txt "${console_npm}/node_modules/.package-lock.json"
  COMMENT "Gathering the licences"
  VERBATIM)
