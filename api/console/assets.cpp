#include "api/console/assets.hpp"

#include <algorithm>

#include "api/console/embedded.hpp"

namespace kigen::api::console {

const Asset* find_asset(std::string_view path) {
  const auto found = std::ranges::lower_bound(embedded_assets, path, {}, &Asset::path);
  return found != embedded_assets.end() && found->path == path ? &*found : nullptr;
}

}  // namespace kigen::api::console
