// How what ships allocates: docs/decisions/0023-memory.md.
extern "C" {
/// jemalloc reads it before main(). Whatever is freed is overwritten at once, whoever allocated it: no buffer
/// of a parser, of OpenSSL or of libssh2 leaves a secret behind.
const char* malloc_conf = "junk:free";
}
