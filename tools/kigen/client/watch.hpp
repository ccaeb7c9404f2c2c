#pragma once

#include <string>

#include "tools/kigen/client/session.hpp"

namespace kigen::tools {

enum class WatchFormat : unsigned char { text, json_lines };

/// Prints every event of an order ("order") or apply ("apply") as it comes, with its log position, until it
/// ends. True when it ended well. Fails, saying what to do, when its job is parked: nothing more would come.
Result<bool> watch(ClientSession& session, const std::string& aggregate, const std::string& id,
                   WatchFormat format);
/// An order like watch(); then, when its certificate is to be installed once issued, the applies that it
/// began. True when all of that ended well, on every node.
Result<bool> watch_order(ClientSession& session, const std::string& id, WatchFormat format);

}  // namespace kigen::tools
