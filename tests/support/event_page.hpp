#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace kigen::tests {

/// Every event that `folder`/*_events.hpp declares, with the comment above it.
std::map<std::string, std::string> declared_events(const std::filesystem::path& folder);

/// docs/formats/events.md: every event and its fields from the declarations, what it means from the comments
/// above them in `folder`/*_events.hpp.
std::string event_page(const std::filesystem::path& folder);

}  // namespace kigen::tests
