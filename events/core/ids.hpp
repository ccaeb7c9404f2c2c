#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"

namespace kigen {

/// 128 bits, shown in the form of RFC 9562 §4.
struct Uuid {
  std::array<std::uint8_t, 16> bytes = {};
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

std::string to_text(const Uuid& id);
Result<Uuid> parse_uuid(std::string_view text);
/// A version 7 id (RFC 9562 §5.7): milliseconds of `now`, then ten bytes of `random`.
Uuid make_uuid_v7(Instant now, std::span<const std::uint8_t, 10> random);

/// A Uuid that knows what it names.
template <class Tag>
struct Id {
  Uuid value = {};
  friend auto operator<=>(const Id&, const Id&) = default;
};
template <class Tag>
std::string to_text(const Id<Tag>& id) {
  return to_text(id.value);
}
template <class SomeId>
Result<SomeId> parse_id(std::string_view text) {
  TRY(auto value, parse_uuid(text));
  return SomeId{value};
}

using ServiceId = Id<struct ServiceTag>;
using NodeId = Id<struct NodeTag>;
using AccessId = Id<struct AccessTag>;
using CaAccountId = Id<struct CaAccountTag>;
using OrderId = Id<struct OrderTag>;
using ApplyId = Id<struct ApplyTag>;
using JobId = Id<struct JobTag>;
using UserId = Id<struct UserTag>;
using SiteId = Id<struct SiteTag>;
using TokenId = Id<struct TokenTag>;
/// Names a secret in the vault; says nothing about it.
using SecretRef = Id<struct SecretTag>;
/// Names a private key in the vault.
using KeyRef = SecretRef;

/// Place in the whole log, dense from 0.
using Position = std::uint64_t;
/// Place in a stream, dense from 1; 0 = the stream is empty.
using Version = std::uint64_t;

/// Name of a stream: "<aggregate>-<uuid>", or a bare word for a singleton such as "company".
/// 1 to 64 bytes of [a-z0-9_-].
struct StreamId {
  std::string text = {};
  friend auto operator<=>(const StreamId&, const StreamId&) = default;
};
bool is_valid(const StreamId& stream);

inline StreamId stream_of(const ServiceId& id) { return {"service-" + to_text(id)}; }
inline StreamId stream_of(const NodeId& id) { return {"node-" + to_text(id)}; }
inline StreamId stream_of(const AccessId& id) { return {"access-" + to_text(id)}; }
inline StreamId stream_of(const CaAccountId& id) { return {"ca_account-" + to_text(id)}; }
inline StreamId stream_of(const OrderId& id) { return {"order-" + to_text(id)}; }
inline StreamId stream_of(const ApplyId& id) { return {"apply-" + to_text(id)}; }
inline StreamId stream_of(const JobId& id) { return {"job-" + to_text(id)}; }
inline StreamId stream_of(const UserId& id) { return {"user-" + to_text(id)}; }

/// The part before the first '-': "service" of "service-018f…", "company" of "company".
std::string_view aggregate_of(const StreamId& stream);
/// The id behind the prefix; an error when there is none.
template <class SomeId>
Result<SomeId> id_of(const StreamId& stream) {
  return parse_id<SomeId>(
      std::string_view(stream.text).substr(std::min(stream.text.size(), aggregate_of(stream).size() + 1)));
}

enum class core_errc { malformed_id = 1, malformed_instant, malformed_base64 };
std::error_code make_error_code(core_errc code);

}  // namespace kigen

template <>
struct std::is_error_code_enum<kigen::core_errc> : std::true_type {};
template <>
struct std::hash<kigen::Uuid> {
  std::size_t operator()(const kigen::Uuid& id) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
  }
};
template <class Tag>
struct std::hash<kigen::Id<Tag>> {
  std::size_t operator()(const kigen::Id<Tag>& id) const noexcept {
    return std::hash<kigen::Uuid>{}(id.value);
  }
};
template <>
struct std::hash<kigen::StreamId> {
  std::size_t operator()(const kigen::StreamId& id) const noexcept {
    return std::hash<std::string>{}(id.text);
  }
};
