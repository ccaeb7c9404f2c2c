#pragma once

#include <string>

#include "tools/kigen/client/session.hpp"

namespace kigen::tools {

/// Prints every event of an order ("order") or apply ("apply") as it comes, with its log position, until it
/// ends. True when it ended well.
Result<bool> watch(ClientSession& session, const std::string& aggregate, const std::string& id);

}  // namespace kigen::tools
