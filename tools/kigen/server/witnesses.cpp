#include "tools/kigen/server/witnesses.hpp"

#include "projections/store/store.hpp"
#include "tools/kigen/server/layout.hpp"

namespace kigen::tools {

std::vector<events::Witness> witnesses_of(const Config& config) {
  std::vector<events::Witness> witnesses;
  for (const auto& folder : {views_folder(config), world_folder(config)})
    if (const auto records = projections::Store::stored_position(folder))
      witnesses.push_back({folder.string(), *records});
  return witnesses;
}

}  // namespace kigen::tools
