#pragma once

#include <string>
#include <string_view>

namespace kigen::orchestrator::net {

/// Whom an address stands for: one IPv4 address, written in IPv6 or not, or the /64 network that one
/// subscriber has (RFC 6177). What is no address stands for itself.
std::string source_of(std::string_view address);

}  // namespace kigen::orchestrator::net
