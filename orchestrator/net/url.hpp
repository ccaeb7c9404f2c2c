#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/core/error.hpp"
#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator::net {

/// The parts of an absolute http or https URL that a client needs (RFC 3986).
struct Url {
  bool is_https = true;
  Endpoint host = {};       ///< lower case; the scheme's port when the URL names none
  std::string target = {};  ///< path and query, at least "/"
};

/// Fails with malformed_request: not absolute, another scheme, with user info, over 8 KiB, a host that no
/// socket could be opened to.
Result<Url> parse_url(std::string_view text);
/// "host" or "host:port" as the Host header wants it: without the scheme's own port (RFC 9110 §7.2).
std::string authority(const Url& url);

/// What a server reads from a request target (RFC 9112 §3.2).
struct Target {
  std::string path = {};                                        ///< percent-decoded
  std::vector<std::pair<std::string, std::string>> query = {};  ///< decoded, '+' is a space
};

/// Origin form only. Fails with malformed_request; also on an encoded slash or NUL, whose meaning in a path
/// is unclear.
Result<Target> parse_target(std::string_view text);

/// "host:port", "[v6]:port", as in a proxy setting; host in lower case. Fails with malformed_request. Where a
/// port of 0 has a meaning (none, or any free one), `least_port` lets it through.
Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t least_port = 1);

/// What a Host header names (RFC 9110 §7.2).
struct Host {
  std::string name = {};  ///< lower case, without the dot of a root; an IPv6 address without brackets
  bool has_port = false;
};

/// "host" or "host:port". Fails with malformed_request.
Result<Host> parse_host(std::string_view text);

}  // namespace kigen::orchestrator::net
