#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "events/core/instant.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::simulation {

/// SplitMix64 from one seed. Every part of a history draws from a fork of its own, so that a further draw in
/// one part changes no other.
class SimRandom final : public orchestrator::Random {
 public:
  explicit SimRandom(std::uint64_t seed) : state_(seed) {}

  SimRandom fork(std::string_view part) const {
    auto mixed = state_;
    for (const unsigned char letter : part) mixed = (mixed ^ letter) * 0x100000001b3u;
    return SimRandom(mixed);
  }

  std::uint64_t next() {
    auto mixed = state_ += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
  }
  /// 0 … count - 1.
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool chance(double probability) {
    return static_cast<double>(next() >> 11) < probability * static_cast<double>(1ull << 53);
  }
  Duration between(Duration low, Duration high) {
    return low +
           Duration(static_cast<Duration::rep>(below(static_cast<std::uint64_t>((high - low).count()) + 1)));
  }
  void fill(std::span<std::uint8_t> bytes) override {
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next());
  }

 private:
  std::uint64_t state_;
};

}  // namespace kigen::simulation
