#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

// The compact form of rows that can be made anew from the log (docs/formats/views.md): declared fields, one
// after the other, without names. Rows never outlive the generation that wrote them: there is nothing to
// migrate.

inline void pack_unsigned(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}
inline void pack_signed(std::string& out, std::int64_t value) {
  pack_unsigned(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

/// A struct without `fields`: all its members, by events/codec/pack_plain.hpp.
template <class T>
concept Plain = std::is_aggregate_v<T> && !Declared<T> && !Union<T>;

template <Declared T>
void pack(std::string& out, const T& value);
template <Union T>
void pack(std::string& out, const T& value);
template <Plain T>
void pack(std::string& out, const T& value);
template <class T>
void pack(std::string& out, const std::optional<T>& value);
template <class T>
void pack(std::string& out, const std::vector<T>& values);
template <class T, std::size_t n>
void pack(std::string& out, const std::array<T, n>& values);
template <class Key, class T>
void pack(std::string& out, const std::map<Key, T>& values);

inline void pack(std::string& out, bool value) { out += static_cast<char>(value); }
inline void pack(std::string& out, const std::string& value) {
  pack_unsigned(out, value.size());
  out += value;
}
inline void pack(std::string& out, const Instant& value) {
  pack_signed(out, value.time_since_epoch().count());
}
inline void pack(std::string& out, const StreamId& value) { pack(out, value.text); }
template <class Tag>
void pack(std::string& out, const Id<Tag>& value) {
  out.append(reinterpret_cast<const char*>(value.value.bytes.data()), value.value.bytes.size());
}
template <class N>
  requires(std::is_integral_v<N> && !std::is_same_v<N, bool>)
void pack(std::string& out, N value) {
  if constexpr (std::is_signed_v<N>)
    pack_signed(out, value);
  else
    pack_unsigned(out, value);
}
template <class E>
  requires std::is_enum_v<E>
void pack(std::string& out, E value) {
  pack_unsigned(out, static_cast<std::uint64_t>(value));
}
template <class T>
void pack(std::string& out, const std::optional<T>& value) {
  pack(out, value.has_value());
  if (value) pack(out, *value);
}
template <class T>
void pack(std::string& out, const std::vector<T>& values) {
  pack_unsigned(out, values.size());
  for (const auto& value : values) pack(out, value);
}
template <class T, std::size_t n>
void pack(std::string& out, const std::array<T, n>& values) {
  for (const auto& value : values) pack(out, value);
}
template <class Key, class T>
void pack(std::string& out, const std::map<Key, T>& values) {
  pack_unsigned(out, values.size());
  for (const auto& [key, value] : values) {
    pack(out, key);
    pack(out, value);
  }
}
template <Declared T>
void pack(std::string& out, const T& value) {
  for_each_field<T>([&](const auto& field) { pack(out, value.*field.member); });
}
template <Union T>
void pack(std::string& out, const T& value) {
  pack_unsigned(out, value.index());
  value.visit([&](const auto& held) { pack(out, held); });
}

/// Reads packed values in order; after something that does not fit, every read yields nothing and ok() is
/// false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view in) : in_(in) {}

  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && in_.empty(); }

  std::uint64_t read_unsigned() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  std::int64_t read_signed() {
    const auto value = read_unsigned();
    return static_cast<std::int64_t>((value >> 1) ^ (0 - (value & 1)));
  }

  void read(bool& into) { into = take(1)[0] != 0; }
  void read(std::string& into) {
    const auto size = read_unsigned();
    if (size > in_.size()) ok_ = false;
    into = ok_ ? take(size) : std::string_view();
  }
  void read(Instant& into) { into = Instant(Duration(read_signed())); }
  void read(StreamId& into) { read(into.text); }
  template <class Tag>
  void read(Id<Tag>& into) {
    std::ranges::copy(take(into.value.bytes.size()), into.value.bytes.begin());
  }
  template <class N>
    requires(std::is_integral_v<N> && !std::is_same_v<N, bool>)
  void read(N& into) {
    if constexpr (std::is_signed_v<N>)
      into = static_cast<N>(read_signed());
    else
      into = static_cast<N>(read_unsigned());
  }
  template <class E>
    requires std::is_enum_v<E>
  void read(E& into) {
    const auto value = read_unsigned();
    if constexpr (Worded<E>) {
      if (value >= EnumWords<E>::words.size()) ok_ = false;
    }
    into = ok_ ? static_cast<E>(value) : E{};
  }
  template <class T>
  void read(std::optional<T>& into) {
    bool there = false;
    read(there);
    if (there)
      read(into.emplace());
    else
      into.reset();
  }
  template <class T>
  void read(std::vector<T>& into) {
    const auto count = read_unsigned();
    if (count > in_.size()) ok_ = false;
    into.clear();
    for (std::uint64_t i = 0; ok_ && i < count; ++i) read(into.emplace_back());
  }
  template <class T, std::size_t n>
  void read(std::array<T, n>& into) {
    for (auto& value : into) read(value);
  }
  template <class Key, class T>
  void read(std::map<Key, T>& into) {
    const auto count = read_unsigned();
    if (count > in_.size()) ok_ = false;
    into.clear();
    for (std::uint64_t i = 0; ok_ && i < count; ++i) {
      Key key;
      read(key);
      read(into[key]);
    }
  }
  template <Declared T>
  void read(T& into) {
    for_each_field<T>([&](const auto& field) { read(into.*field.member); });
  }
  template <Union T>
  void read(T& into) {
    const auto index = read_unsigned();
    if (index >= T::words.size()) ok_ = false;
    if (!ok_) return;
    into.become(index);
    into.visit([&](auto& held) { read(held); });
  }
  template <Plain T>
  void read(T& into);

 private:
  /// `size` bytes; zeros when there are not so many left.
  std::string_view take(std::size_t size) {
    static constexpr char zeros[16] = {};
    if (!ok_ || size > in_.size()) {
      ok_ = false;
      return {zeros, sizeof zeros};
    }
    const auto taken = in_.substr(0, size);
    in_.remove_prefix(size);
    return taken;
  }

  std::string_view in_;
  bool ok_ = true;
};

template <class T>
std::string packed(const T& value) {
  std::string out;
  pack(out, value);
  return out;
}
/// None when the bytes are not exactly one T.
template <class T>
std::optional<T> unpacked(std::string_view bytes) {
  Unpacker in(bytes);
  T value;
  in.read(value);
  if (!in.at_end()) return std::nullopt;
  return value;
}

}  // namespace kigen::events
