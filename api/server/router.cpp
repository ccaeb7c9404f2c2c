#include "api/server/router.hpp"

#include <algorithm>
#include <set>

#include "api/errors.hpp"

namespace kigen::api {
namespace {

/// Cuts the next part off a path: "/a/b" → "a", leaving "/b".
std::string_view next_part(std::string_view& path) {
  path.remove_prefix(1);
  const auto part = path.substr(0, path.find('/'));
  path.remove_prefix(part.size());
  return part;
}

bool is_named(std::string_view part) { return part.starts_with('{'); }
bool takes_rest(std::string_view part) { return part.ends_with("...}"); }

std::string_view name_of(std::string_view part) {
  part.remove_prefix(1);
  part.remove_suffix(takes_rest(part) ? 4 : 1);
  return part;
}

/// Where the first named part begins: the later, the closer the pattern fits.
std::size_t literal_length(const Route& route) {
  return std::min(route.pattern.find('{'), route.pattern.size());
}

}  // namespace

std::optional<PathParameters> match_pattern(std::string_view pattern, std::string_view path) {
  PathParameters parameters;
  while (!pattern.empty() && path.starts_with('/')) {
    const auto rest = path.substr(1);
    const auto wanted = next_part(pattern);
    const auto part = next_part(path);
    if (!is_named(wanted)) {
      if (wanted != part) return std::nullopt;
      continue;
    }
    const bool all = takes_rest(wanted);
    if (part.empty()) return std::nullopt;
    parameters.emplace_back(name_of(wanted), all ? rest : part);
    if (all) return parameters;
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

Result<Match> Router::find(std::string_view method, std::string_view path) const {
  const auto asked = method == "HEAD" ? std::string_view("GET") : method;
  Match best;
  std::set<std::string_view> allowed;
  for (const auto& route : routes_) {
    auto parameters = match_pattern(route.pattern, path);
    if (!parameters) continue;
    allowed.insert(route.method);
    if (route.method != asked) continue;
    if (best.route == nullptr || literal_length(route) > literal_length(*best.route))
      best = {&route, *std::move(parameters)};
  }
  if (best.route != nullptr) return best;
  if (allowed.empty()) return fail(api_errc::no_such_path, std::string(path));
  if (allowed.contains("GET")) allowed.insert("HEAD");
  std::string all;
  for (const auto each : allowed) all += (all.empty() ? "" : ", ") + std::string(each);
  return fail(api_errc::method_not_allowed, all);
}

}  // namespace kigen::api
