#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kigen::projections {

/// Rows to be written together. Of several changes of one key the last counts.
class Batch {
 public:
  /// The key is what these make together.
  using KeyParts = std::initializer_list<std::string_view>;

  void put(KeyParts key, std::string_view value) { add(key, value, false); }
  void erase(KeyParts key) { add(key, {}, true); }

  /// Calls `use` with each key and value (none: erased), in the order of the keys.
  void for_each(
      const std::function<void(std::string_view key, std::optional<std::string_view> value)>& use) const;
  /// Bytes of all keys and values, about.
  std::size_t size() const { return bytes_.size(); }

 private:
  struct Change {
    std::size_t begin;  // in bytes_; the value follows the key
    std::size_t key_size;
    std::size_t value_size;
    bool erased;
  };
  void add(KeyParts key, std::string_view value, bool erased);
  std::string_view key_of(const Change& change) const;
  std::string_view value_of(const Change& change) const;

  std::string bytes_;  // one buffer, as there are many small changes
  std::vector<Change> changes_;
};

}  // namespace kigen::projections
