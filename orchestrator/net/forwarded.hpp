#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/net/http_codec.hpp"

namespace kigen::orchestrator::net {

/// An IP address in the one form that all compare: what came as ::ffff:192.0.2.1 is 192.0.2.1. Other text
/// stays.
std::string plain_address(const std::string& text);

/// Addresses that begin with the same bits.
class Network {
 public:
  /// "10.0.0.5", "10.1.0.0/16", "2001:db8::/32". Fails with malformed_request.
  static Result<Network> parse(std::string_view text);
  bool contains(std::string_view address) const;

 private:
  std::string first_ = {};  // 4 or 16 bytes
  unsigned bits_ = 0;
};

/// Which header a proxy writes its client's address to.
enum class ProxyHeader : std::uint8_t { x_forwarded_for, forwarded };

/// The proxies that stand before the server and are believed.
struct Proxies {
  std::vector<Network> trusted = {};
  ProxyHeader header = ProxyHeader::x_forwarded_for;

  bool include(std::string_view address) const;
};

/// Whose request it is that came from `peer`: of a proxy's the last address before it that is no trusted
/// proxy's own (RFC 7239 §5.2). Whatever stands farther to the left may be invented, and is not read. A
/// header that is missing, or wrong up to there, leaves the proxy itself.
std::string client_address(const std::string& peer, const HttpHeaders& headers, const Proxies& proxies);

}  // namespace kigen::orchestrator::net
