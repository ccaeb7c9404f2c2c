#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/access_events.hpp"
#include "events/core/error.hpp"

namespace kigen::workers::ssh {

/// Names of algorithms (RFC 4250 §4.6.1), comma-separated, best first.
struct Algorithms {
  std::string_view key_exchange = {};
  std::string_view host_keys = {};
  std::string_view ciphers = {};
  std::string_view macs = {};
};

/// Of what OpenSSH offers by itself, what libssh2 1.10 has and what a server cannot turn against us: neither
/// group exchange, whose prime a server chooses as large as it likes, nor groups of 4096 bits and more, with
/// which one login would keep the loop from others for too long. No rsa-sha2 is there, and ssh-rsa is legacy.
/// curve25519 first: half the time of the others, and it keeps an OpenSSH server from its slow default.
/// What is legacy comes behind: SHA-1, CBC. RC4, DES, Blowfish and MD5 are not spoken to anybody.
const Algorithms& algorithms_of(events::SshAlgorithms allowed);

/// What a server says before encryption starts, read to explain a handshake that failed: libssh2 tells only
/// that.
struct ServerOpening {
  std::string banner = {};      ///< its identification (RFC 4253 §4.2), empty when there is none
  std::string other_text = {};  ///< the first line, printable, when it is no SSH server's
  /// Of its SSH_MSG_KEXINIT (RFC 4253 §7.1); empty when it is not all there.
  std::vector<std::string> key_exchange = {};
  std::vector<std::string> host_keys = {};
  std::vector<std::string> ciphers = {};  ///< from us to it; the other way is the same everywhere
  std::vector<std::string> macs = {};
};
ServerOpening read_opening(std::string_view bytes);

/// The error that a failed handshake means, by what the server had sent until then and what we allow.
Error explain_handshake(std::string_view opening, std::string_view host, std::string_view libssh2_says,
                        const Algorithms& ours);

}  // namespace kigen::workers::ssh
