#include "orchestrator/net/own_names.hpp"

#include <algorithm>
#include <array>

#include "orchestrator/net/url.hpp"

namespace kigen::orchestrator::net {
namespace {

constexpr std::array<std::string_view, 3> loopback{"localhost", "127.0.0.1", "::1"};

}  // namespace

Result<OwnNames> OwnNames::of(const std::vector<std::string>& names) {
  OwnNames own;
  for (const auto& name : names) {
    const bool is_bare_ipv6 = name.find(':') != name.npos && !name.starts_with('[');
    const auto host = parse_host(is_bare_ipv6 ? "[" + name + "]" : name);
    if (!host || host->has_port) return fail(net_errc::malformed_request, name);
    own.names_.push_back(host->name);
  }
  return own;
}

bool OwnNames::include(std::string_view host, std::string_view came_to) const {
  const auto is_it = [host](std::string_view name) { return name == host; };
  return (!host.empty() && is_it(came_to)) || std::ranges::any_of(loopback, is_it) ||
         std::ranges::any_of(names_, is_it);
}

}  // namespace kigen::orchestrator::net
