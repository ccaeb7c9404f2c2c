#include "api/console/assets.hpp"

#include <algorithm>

#include "api/console/embedded.hpp"

namespace kigen::api::console {

const Asset* find_asset(std::string_view path) {
  const auto found = std::ranges::lower_bound(embedded_assets, path, {}, &Asset::path);
  return found != embedded_assets.end() && found->path == path ? &*found : nullptr;
}

const Asset& licences() {
  return *std::ranges::find_if(embedded_assets,
                               [](const Asset& asset) { return asset.path.ends_with("/licences.txt"); });
}

}  // namespace kigen::api::console
