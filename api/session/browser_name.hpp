#pragma once

#include <string>
#include <string_view>

namespace kigen::api {

/// A User-Agent (RFC 9110 §10.1.5) as a person calls it: "Firefox 133, Linux". Of one that names no browser
/// the beginning; it is what the client says, and proves nothing.
std::string browser_name(std::string_view user_agent);

}  // namespace kigen::api
