#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/core/ids.hpp"
#include "orchestrator/vault/sealing.hpp"

namespace kigen::tests {

/// Puts `text` into a slot; without text, erases what is there.
struct VaultStep {
  char slot = '0';  ///< a digit
  std::optional<std::string> text = {};
};

inline std::vector<VaultStep> vault_steps() {
  return {{'1', "one"},        {'2', "two"},  {'3', "three"},
          {'1', "one, again"}, {'2', {}},     {'4', std::string(100'000, '#')},
          {'3', "drei"},       {'2', "zwei"}, {'1', {}}};
}

constexpr std::uint64_t endless_slots = 8;

/// The steps of a use without end: eight slots in turn, each fifth step erases.
inline VaultStep endless_step(std::uint64_t number) {
  const char slot = static_cast<char>('0' + number % endless_slots);
  return number % 5 == 4 ? VaultStep{slot} : VaultStep{slot, std::to_string(number)};
}

inline SecretRef ref_of(char slot) {
  return *parse_id<SecretRef>(std::string("00000000-0000-7000-8000-00000000000") + slot);
}

/// A master key that everyone knows.
inline orchestrator::vault::Key known_master() {
  return *orchestrator::vault::Key::from_bytes(std::string(32, 'k'));
}

}  // namespace kigen::tests
