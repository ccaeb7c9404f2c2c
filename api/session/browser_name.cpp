#include "api/session/browser_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "events/core/readable.hpp"

namespace kigen::api {
namespace {

using Named = std::pair<std::string_view, std::string_view>;

constexpr std::size_t shown_bytes = 40;
constexpr std::size_t max_version_digits = 4;

/// Each also claims to be those behind it.
constexpr std::array<Named, 8> browsers{{{"Edg/", "Edge"},
                                         {"OPR/", "Opera"},
                                         {"Vivaldi/", "Vivaldi"},
                                         {"Firefox/", "Firefox"},
                                         {"FxiOS/", "Firefox"},
                                         {"CriOS/", "Chrome"},
                                         {"Chrome/", "Chrome"},
                                         {"Version/", "Safari"}}};
constexpr std::array<Named, 7> systems{{{"iPhone", "iOS"},
                                        {"iPad", "iOS"},
                                        {"Android", "Android"},
                                        {"Windows", "Windows"},
                                        {"Macintosh", "macOS"},
                                        {"CrOS", "ChromeOS"},
                                        {"Linux", "Linux"}}};

/// The digits that `text` begins with.
std::string_view number_at(std::string_view text) {
  const auto digits = text.find_first_not_of("0123456789");
  return text.substr(0, std::min(digits, max_version_digits));
}

}  // namespace

std::string browser_name(std::string_view user_agent) {
  std::string name;
  for (const auto& [mark, called] : browsers) {
    const auto at = user_agent.find(mark);
    if (at == user_agent.npos) continue;
    name = std::string(called) + " " + std::string(number_at(user_agent.substr(at + mark.size())));
    break;
  }
  if (name.empty()) return readable_begin(user_agent, shown_bytes);
  for (const auto& [mark, called] : systems)
    if (user_agent.contains(mark)) return name + ", " + std::string(called);
  return name;
}

}  // namespace kigen::api
