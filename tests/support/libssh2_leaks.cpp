// libssh2 1.10 loses 256 bytes with each ECDSA key that it logs in with. Debian's libraries have no frame
// pointers: only the slow unwinder sees that it was libssh2 that asked OpenSSL for them.
extern "C" const char* __lsan_default_suppressions() { return "leak:libssh2.so\n"; }
extern "C" const char* __asan_default_options() { return "fast_unwind_on_malloc=0"; }
