#include "workers/install/errand.hpp"

namespace kigen::workers::install {

std::vector<std::string> kept_serials(const orchestrator::Node& node) {
  std::vector<std::string> kept;
  for (const auto& serial : {node.installed_serial, node.verified_serial})
    if (!serial.empty()) kept.push_back(serial);
  return kept;
}

}  // namespace kigen::workers::install
