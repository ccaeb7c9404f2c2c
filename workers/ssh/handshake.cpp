#include "workers/ssh/handshake.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <string_view>

#include "workers/ssh/key_exchange.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::HostKey;
using orchestrator::ssh_errc;

/// The first string of a key blob (RFC 4253 §6.6); libssh2 has checked that it is one.
std::string algorithm_of(std::string_view blob) {
  const auto at = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(blob[i]));
  };
  if (blob.size() < 4) return {};
  return std::string(blob.substr(4, at(0) << 24 | at(1) << 16 | at(2) << 8 | at(3)));
}

std::string fingerprint_of(std::string_view blob) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(blob.data()), blob.size(), hash.data());
  std::string base64(45, '\0');  // 44 characters and a NUL
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()), hash.data(), hash.size());
  return "SHA256:" + base64.substr(0, base64.find('='));
}

/// The pinned kind first, so that a host with several keys shows that one.
std::string preferred_host_keys(std::string_view all, const std::optional<HostKey>& pinned) {
  if (!pinned || !all.contains(pinned->algorithm)) return std::string(all);
  return pinned->algorithm + "," + std::string(all);
}

void prefer(LIBSSH2_SESSION* session, const Algorithms& ours, const std::optional<HostKey>& pinned) {
  const auto set = [session](int method, const std::string& names) {
    ensure(libssh2_session_method_pref(session, method, names.c_str()) == 0, "libssh2 knows our algorithms");
  };
  set(LIBSSH2_METHOD_KEX, std::string(ours.key_exchange));
  set(LIBSSH2_METHOD_HOSTKEY, preferred_host_keys(ours.host_keys, pinned));
  for (const int method : {LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC})
    set(method, std::string(ours.ciphers));
  for (const int method : {LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC}) set(method, std::string(ours.macs));
}

std::string show(const HostKey& key) { return key.fingerprint + " (" + key.algorithm + ")"; }

}  // namespace

Task<Result<HostKey>> shake_hands(Connection& connection, events::SshAlgorithms algorithms,
                                  std::optional<HostKey> pinned) {
  auto* session = connection.session();
  const auto& ours = algorithms_of(algorithms);
  prefer(session, ours, pinned);
  CO_TRY(const int rc, co_await connection.until_ready([session, socket = connection.descriptor()] {
    return libssh2_session_handshake(session, socket);
  }));
  if (rc != 0)
    co_return fail(explain_handshake(connection.opening(), connection.host(), connection.last_words(), ours));
  std::size_t size = 0;
  int type = 0;
  const auto* key = libssh2_session_hostkey(session, &size, &type);
  const std::string_view blob(key, size);
  co_return HostKey{algorithm_of(blob), fingerprint_of(blob)};
}

Result<> accept_host_key(const HostKey& shown, const orchestrator::SshTarget& target) {
  const auto host = orchestrator::to_text(target.endpoint);
  if (!target.pinned) {
    if (target.trust_on_first_use) return {};
    return fail(
        ssh_errc::host_key_unknown,
        host + " shows " + show(shown) + "; compare it with the host's own and confirm it in the access");
  }
  if (*target.pinned == shown) return {};
  return fail(ssh_errc::host_key_changed,
              host + " shows " + show(shown) + ", pinned is " + show(*target.pinned) +
                  "; nothing was sent. If the host was rebuilt, confirm the new key in the access; "
                  "if not, somebody may stand between");
}

}  // namespace kigen::workers::ssh
