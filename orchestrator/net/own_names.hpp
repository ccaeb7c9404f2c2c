#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"

namespace kigen::orchestrator::net {

/// The names that a server goes by. A request for another one is not meant for us: some page made a browser
/// send it, by a name that was pointed at our address for it (DNS rebinding), or it went astray.
class OwnNames {
 public:
  /// Names and IP addresses, any case. Fails with malformed_request, naming the one that is neither.
  static Result<OwnNames> of(const std::vector<std::string>& names);

  /// Whether `host`, as parse_host() gives it, is one of them, the loopback's name or address, or the address
  /// that the connection came to: nobody can point those anywhere.
  bool include(std::string_view host, std::string_view came_to) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace kigen::orchestrator::net
