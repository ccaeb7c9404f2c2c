// What the sanitizers are told; read by their runtimes when a program begins, by nobody in other builds.

/// Libraries that come compiled without ThreadSanitizer. It sees their mutexes but not their atomics: RocksDB
/// hands its memtables from thread to thread by those.
extern "C" const char* __tsan_default_suppressions() {
  return "race:librocksdb.so\n"
         "called_from_lib:libcrypto.so\n"
         "called_from_lib:libssl.so\n"
         "called_from_lib:libspdlog.so\n";
}

/// A test forks a process to kill it; that one starts threads of its own, which TSan by itself does not bear.
extern "C" const char* __tsan_default_options() { return "die_after_fork=0"; }
