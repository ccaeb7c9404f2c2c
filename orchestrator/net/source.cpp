#include "orchestrator/net/source.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace kigen::orchestrator::net {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t network_bytes = 8;  // of an IPv6 address: its /64

}  // namespace

std::string source_of(std::string_view text) {
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(text), error);
  if (error || address.is_v4()) return std::string(text);
  const auto wide = address.to_v6();
  if (wide.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, wide).to_string();
  auto bytes = wide.to_bytes();
  std::fill(bytes.begin() + network_bytes, bytes.end(), 0);
  return ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace kigen::orchestrator::net
