#include "orchestrator/ports/https.hpp"

#include <strings.h>

#include <algorithm>

namespace kigen::orchestrator {

std::optional<std::string> find_header(const std::vector<std::pair<std::string, std::string>>& headers,
                                       std::string_view name) {
  const auto is_named = [name](const auto& header) {
    return header.first.size() == name.size() &&
           strncasecmp(header.first.data(), name.data(), name.size()) == 0;
  };
  const auto found = std::ranges::find_if(headers, is_named);
  return found == headers.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> HttpResponse::header(std::string_view name) const {
  return find_header(headers, name);
}

}  // namespace kigen::orchestrator
