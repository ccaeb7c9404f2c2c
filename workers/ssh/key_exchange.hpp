#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"

namespace kigen::workers::ssh {

/// What a server says before encryption starts, read to explain a handshake that failed: libssh2 tells only
/// that.
struct ServerOpening {
  std::string banner = {};      ///< its identification (RFC 4253 §4.2), empty when there is none
  std::string other_text = {};  ///< the first line, printable, when it is no SSH server's
  std::vector<std::string> host_key_algorithms = {};  ///< of its SSH_MSG_KEXINIT (RFC 4253 §7.1)
};
ServerOpening read_opening(std::string_view bytes);

/// The error that a failed handshake means, by what the server had sent until then.
Error explain_handshake(std::string_view opening, std::string_view host, std::string_view libssh2_says);

/// Our choice of algorithms, best first. libssh2 1.10 has no rsa-sha2 and servers no longer take ssh-rsa.
inline constexpr auto host_key_choice =
    "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521";
/// curve25519 first: half the time of the others, and it keeps an OpenSSH server from its slow default.
inline constexpr auto key_exchange_choice =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
    "diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group14-sha256";

}  // namespace kigen::workers::ssh
