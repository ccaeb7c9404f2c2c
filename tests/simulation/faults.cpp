#include "tests/simulation/faults.hpp"

#include <algorithm>

namespace kigen::simulation {
namespace {

struct Rate {
  std::string_view name;
  double Faults::* value;
  double highest;
};

constexpr std::array rates{
    Rate{"lost_request", &Faults::lost_request, 0.1},
    Rate{"lost_answer", &Faults::lost_answer, 0.1},
    Rate{"hang", &Faults::hang, 0.1},
    Rate{"slow", &Faults::slow, 0.3},
    Rate{"silence", &Faults::silence, 0.002},
    Rate{"straggler", &Faults::straggler, 1},
    Rate{"repeated", &Faults::repeated, 0.05},
    Rate{"cut_short", &Faults::cut_short, 0.05},
    Rate{"ca_refuses", &Faults::ca_refuses, 0.1},
    Rate{"forgetful_ca", &Faults::forgetful_ca, 0.005},
    Rate{"crowd", &Faults::crowd, 0.5},
    Rate{"ghost", &Faults::ghost, 0.3},
    Rate{"host_key", &Faults::host_key, 0.05},
    Rate{"configuration", &Faults::configuration, 0.2},
    Rate{"deaf_apache", &Faults::deaf_apache, 0.1},
    Rate{"killed_script", &Faults::killed_script, 0.1},
    Rate{"full_host", &Faults::full_host, 0.1},
    Rate{"read_only", &Faults::read_only, 0.05},
    Rate{"slow_sync", &Faults::slow_sync, 0.2},
    Rate{"full_disk", &Faults::full_disk, 0.002},
    Rate{"failed_sync", &Faults::failed_sync, 0.001},
    Rate{"failed_append", &Faults::failed_append, 0.02},
    Rate{"clock_jump", &Faults::clock_jump, 0.05},
    Rate{"clock_back", &Faults::clock_back, 1},
};
constexpr std::string_view crashes_name = "crashes";

}  // namespace

Faults Faults::swarm(SimRandom random) {
  Faults on;
  for (const auto& rate : rates)
    if (random.chance(0.4)) on.*rate.value = rate.highest * static_cast<double>(1 + random.below(100)) / 100;
  if (random.chance(0.7)) on.crashes = 1 + static_cast<unsigned>(random.below(8));
  return on;
}

std::vector<std::string> Faults::names() const {
  std::vector<std::string> on;
  for (const auto& rate : rates)
    if (this->*rate.value > 0) on.emplace_back(rate.name);
  if (crashes > 0) on.emplace_back(crashes_name);
  return on;
}

bool Faults::switch_off(std::string_view name) {
  if (name == crashes_name) {
    crashes = 0;
    return true;
  }
  const auto rate = std::ranges::find(rates, name, &Rate::name);
  if (rate == rates.end()) return false;
  this->*rate->value = 0;
  return true;
}

}  // namespace kigen::simulation
