#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::orchestrator::vault {

/// 256 bits, wiped when they go.
class Key {
 public:
  Key() = default;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;
  ~Key();

  static Key fresh(Random& random);
  static std::optional<Key> from_bytes(std::string_view bytes);
  std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

 private:
  std::array<std::uint8_t, 32> bytes_ = {};
};

/// AES-256-GCM (NIST SP 800-38D): 12 bytes of nonce, the ciphertext, 16 bytes of tag. `context` is
/// authenticated too.
std::string seal(const Key& key, std::string_view plain, std::string_view context, Random& random);
/// None when key, context or any byte is not the one that was sealed.
std::optional<Secret> open(const Key& key, std::string_view sealed, std::string_view context);

}  // namespace kigen::orchestrator::vault
