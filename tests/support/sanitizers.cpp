// What the sanitizers are told; read by their runtimes when a program begins, by nobody in other builds.

/// Libraries that come compiled without ThreadSanitizer: it does not see how they synchronise.
extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:librocksdb.so\n"
         "called_from_lib:libcrypto.so\n"
         "called_from_lib:libssl.so\n"
         "called_from_lib:libspdlog.so\n";
}
