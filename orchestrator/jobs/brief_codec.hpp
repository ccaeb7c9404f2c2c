#pragma once

#include <boost/pfr/core.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "events/codec/pack.hpp"
#include "events/core/secret.hpp"

namespace kigen::orchestrator {

// Briefs, reports and their answers as bytes: declared fields and plain members one after the other, without
// names. Never stored: both ends are the same version. Secrets go along, so the bytes are a Secret; nothing
// that may be logged or shown is made with this. Each value has one form.

/// More than the longest chain with everything else that a brief may hold.
inline constexpr std::size_t most_brief_bytes = 8u << 20;

/// Leaves no copy behind where it grows.
class BriefWriter {
 public:
  BriefWriter() { out_.reserve(first_capacity); }
  BriefWriter(const BriefWriter&) = delete;
  BriefWriter& operator=(const BriefWriter&) = delete;
  ~BriefWriter() { wipe(out_); }

  void add(std::string_view bytes) {
    if (out_.capacity() - out_.size() < bytes.size()) widen(bytes.size());
    out_ += bytes;
  }
  void add_number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) add_byte(static_cast<unsigned char>(value | 0x80));
    add_byte(static_cast<unsigned char>(value));
  }
  void add_text(std::string_view text) {
    add_number(text.size());
    add(text);
  }
  Secret take() && { return Secret(std::move(out_)); }

 private:
  static constexpr std::size_t first_capacity = 4096;

  void add_byte(unsigned char byte) {
    const char c = static_cast<char>(byte);
    add({&c, 1});
  }
  void widen(std::size_t more) {
    std::string wider;
    wider.reserve(2 * (out_.size() + more));
    wider += out_;
    wipe(out_);
    out_ = std::move(wider);
  }

  std::string out_;
};

/// After something that does not fit, every read yields nothing and ok() is false.
class BriefReader {
 public:
  explicit BriefReader(std::string_view in) : in_(in), ok_(in.size() <= most_brief_bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && in_.empty(); }
  std::size_t left() const { return in_.size(); }
  void refuse() { ok_ = false; }

  /// Exactly so many bytes, or none.
  std::string_view take(std::uint64_t size) {
    if (!ok_ || size > in_.size()) {
      refuse();
      return {};
    }
    const auto taken = in_.substr(0, size);
    in_.remove_prefix(size);
    return taken;
  }
  std::uint64_t take_number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto next = take(1);
      if (next.empty()) return 0;
      const std::uint64_t bits = static_cast<unsigned char>(next[0]) & 0x7F;
      const bool ends = (static_cast<unsigned char>(next[0]) & 0x80) == 0;
      if ((shift == 63 && bits > 1) || shift > 63 || (ends && bits == 0 && shift > 0)) break;
      value |= bits << shift;
      if (ends) return value;
    }
    refuse();
    return 0;
  }
  std::string_view take_text() { return take(take_number()); }
  /// How many elements follow: each takes a byte at least.
  std::uint64_t take_count() {
    const auto count = take_number();
    if (count > left()) refuse();
    return ok_ ? count : 0;
  }

 private:
  std::string_view in_;
  bool ok_;
};

/// How a T is written and read: `write(out, value)` and `read(in, into)`.
template <class T>
struct BriefForm;

template <class T>
void write_brief(BriefWriter& out, const T& value) {
  BriefForm<T>::write(out, value);
}
template <class T>
void read_brief(BriefReader& in, T& into) {
  BriefForm<T>::read(in, into);
}

template <std::unsigned_integral N>
struct BriefForm<N> {
  static void write(BriefWriter& out, N value) { out.add_number(value); }
  static void read(BriefReader& in, N& into) {
    const auto value = in.take_number();
    if (value > std::numeric_limits<N>::max()) in.refuse();
    into = in.ok() ? static_cast<N>(value) : N{};
  }
};
template <std::signed_integral N>
struct BriefForm<N> {
  static void write(BriefWriter& out, N value) {
    const std::int64_t wide = value;
    out.add_number((static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
  }
  static void read(BriefReader& in, N& into) {
    const auto value = in.take_number();
    const auto wide = static_cast<std::int64_t>((value >> 1) ^ (0 - (value & 1)));
    if (!std::in_range<N>(wide)) in.refuse();
    into = in.ok() ? static_cast<N>(wide) : N{};
  }
};
template <>
struct BriefForm<bool> {
  static void write(BriefWriter& out, bool value) { out.add_number(value ? 1 : 0); }
  static void read(BriefReader& in, bool& into) {
    const auto value = in.take_number();
    if (value > 1) in.refuse();
    into = in.ok() && value == 1;
  }
};
template <events::Worded E>
struct BriefForm<E> {
  static void write(BriefWriter& out, E value) { out.add_number(static_cast<std::uint64_t>(value)); }
  static void read(BriefReader& in, E& into) {
    const auto value = in.take_number();
    if (value >= events::EnumWords<E>::words.size()) in.refuse();
    into = in.ok() ? static_cast<E>(value) : E{};
  }
};
template <>
struct BriefForm<std::string> {
  static void write(BriefWriter& out, const std::string& value) { out.add_text(value); }
  static void read(BriefReader& in, std::string& into) { into = in.take_text(); }
};
template <>
struct BriefForm<Secret> {
  static void write(BriefWriter& out, const Secret& value) { out.add_text(value.reveal()); }
  static void read(BriefReader& in, Secret& into) { into = Secret(std::string(in.take_text())); }
};
template <>
struct BriefForm<Instant> {
  static void write(BriefWriter& out, const Instant& value) {
    write_brief(out, std::int64_t{value.time_since_epoch().count()});
  }
  static void read(BriefReader& in, Instant& into) {
    std::int64_t count = 0;
    read_brief(in, count);
    into = Instant(Duration(count));
  }
};
template <>
struct BriefForm<StreamId> {
  static void write(BriefWriter& out, const StreamId& value) { out.add_text(value.text); }
  static void read(BriefReader& in, StreamId& into) { into.text = in.take_text(); }
};
template <class Tag>
struct BriefForm<Id<Tag>> {
  static void write(BriefWriter& out, const Id<Tag>& value) {
    const auto& bytes = value.value.bytes;
    out.add({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  static void read(BriefReader& in, Id<Tag>& into) {
    auto& bytes = into.value.bytes;
    std::ranges::copy(in.take(bytes.size()), bytes.begin());
  }
};
template <class T>
struct BriefForm<std::optional<T>> {
  static void write(BriefWriter& out, const std::optional<T>& value) {
    write_brief(out, value.has_value());
    if (value) write_brief(out, *value);
  }
  static void read(BriefReader& in, std::optional<T>& into) {
    bool there = false;
    read_brief(in, there);
    into.reset();
    if (there) read_brief(in, into.emplace());
  }
};
template <class T>
struct BriefForm<std::vector<T>> {
  static void write(BriefWriter& out, const std::vector<T>& values) {
    out.add_number(values.size());
    for (const auto& value : values) write_brief<T>(out, value);
  }
  static void read(BriefReader& in, std::vector<T>& into) {
    into.clear();
    for (auto count = in.take_count(); in.ok() && count > 0; --count) read_brief(in, into.emplace_back());
  }
};
template <class T, std::size_t n>
struct BriefForm<std::array<T, n>> {
  static void write(BriefWriter& out, const std::array<T, n>& values) {
    for (const auto& value : values) write_brief(out, value);
  }
  static void read(BriefReader& in, std::array<T, n>& into) {
    for (auto& value : into) read_brief(in, value);
  }
};
template <class Key, class T>
struct BriefForm<std::map<Key, T>> {
  static void write(BriefWriter& out, const std::map<Key, T>& values) {
    out.add_number(values.size());
    for (const auto& [key, value] : values) {
      write_brief(out, key);
      write_brief(out, value);
    }
  }
  static void read(BriefReader& in, std::map<Key, T>& into) {
    into.clear();
    for (auto count = in.take_count(); in.ok() && count > 0; --count) {
      Key key{};
      read_brief(in, key);
      if (!into.empty() && !(into.rbegin()->first < key)) in.refuse();
      read_brief(in, into[std::move(key)]);
    }
  }
};
template <class... Kinds>
struct BriefForm<std::variant<Kinds...>> {
  using Variant = std::variant<Kinds...>;
  static void write(BriefWriter& out, const Variant& value) {
    out.add_number(value.index());
    std::visit([&](const auto& held) { write_brief(out, held); }, value);
  }
  static void read(BriefReader& in, Variant& into) {
    const auto index = in.take_number();
    if (index >= sizeof...(Kinds)) in.refuse();
    if (!in.ok()) return;
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      ((i == index ? read_brief(in, into.template emplace<i>()) : void()), ...);
    }(std::index_sequence_for<Kinds...>());
  }
};
template <events::Union T>
struct BriefForm<T> {
  static void write(BriefWriter& out, const T& value) {
    out.add_number(value.index());
    value.visit([&](const auto& held) { write_brief(out, held); });
  }
  static void read(BriefReader& in, T& into) {
    const auto index = in.take_number();
    if (index >= T::words.size()) in.refuse();
    if (!in.ok()) return;
    into.become(index);
    into.visit([&](auto& held) { read_brief(in, held); });
  }
};
template <events::Declared T>
struct BriefForm<T> {
  static void write(BriefWriter& out, const T& value) {
    events::for_each_field<T>([&](const auto& field) { write_brief(out, value.*field.member); });
  }
  static void read(BriefReader& in, T& into) {
    events::for_each_field<T>([&](const auto& field) { read_brief(in, into.*field.member); });
  }
};
/// States and commands: all their members.
template <events::Plain T>
struct BriefForm<T> {
  static void write(BriefWriter& out, const T& value) {
    boost::pfr::for_each_field(value, [&](const auto& member) { write_brief(out, member); });
  }
  static void read(BriefReader& in, T& into) {
    boost::pfr::for_each_field(into, [&](auto& member) { read_brief(in, member); });
  }
};

template <class T>
Secret to_bytes(const T& value) {
  BriefWriter out;
  write_brief(out, value);
  return std::move(out).take();
}
/// None when the bytes are not exactly one T.
template <class T>
std::optional<T> from_bytes(std::string_view bytes) {
  BriefReader in(bytes);
  std::optional<T> value(std::in_place);
  read_brief(in, *value);
  if (!in.at_end()) value.reset();
  return value;
}

}  // namespace kigen::orchestrator
