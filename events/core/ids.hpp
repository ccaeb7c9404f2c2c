#pragma once

#include <algorithm>
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

enum class core_errc { malformed_id = 1, malformed_instant, malformed_base64 };
std::error_code make_error_code(core_errc code);

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
  using Names = Tag;
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

// What ids name. Where there is a stream for each, its name begins with the word (events/aggregates.hpp).
struct ServiceTag {
  static constexpr std::string_view aggregate = "service";
};
struct NodeTag {
  static constexpr std::string_view aggregate = "node";
};
struct AccessTag {
  static constexpr std::string_view aggregate = "access";
};
struct CaAccountTag {
  static constexpr std::string_view aggregate = "ca_account";
};
struct OrderTag {
  static constexpr std::string_view aggregate = "order";
};
struct ApplyTag {
  static constexpr std::string_view aggregate = "apply";
};
struct JobTag {
  static constexpr std::string_view aggregate = "job";
};
struct UserTag {
  static constexpr std::string_view aggregate = "user";
};
struct UserGroupTag {
  static constexpr std::string_view aggregate = "user_group";
};
struct OrganizationTag {
  static constexpr std::string_view aggregate = "organization";
};
/// Sites are in the company's stream.
struct SiteTag {
  static constexpr std::string_view word = "site";
};

using ServiceId = Id<ServiceTag>;
using NodeId = Id<NodeTag>;
using AccessId = Id<AccessTag>;
using CaAccountId = Id<CaAccountTag>;
using OrderId = Id<OrderTag>;
using ApplyId = Id<ApplyTag>;
using JobId = Id<JobTag>;
using UserId = Id<UserTag>;
using UserGroupId = Id<UserGroupTag>;
using OrganizationId = Id<OrganizationTag>;
using SiteId = Id<SiteTag>;
using TokenId = Id<struct TokenTag>;
/// The group that exists from the first start on, "samplegroup" (R3): services that name none are its, and
/// users for whom none were ever chosen are in it.
inline constexpr UserGroupId first_group{Uuid{{0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1}}};
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

/// An id of which each has a stream.
template <class SomeId>
concept StreamsId = requires { SomeId::Names::aggregate; };

template <StreamsId SomeId>
StreamId stream_of(const SomeId& id) {
  return {std::string(SomeId::Names::aggregate) + '-' + to_text(id)};
}

/// The part before the first '-': "service" of "service-018f…", "company" of "company".
std::string_view aggregate_of(const StreamId& stream);
/// The id in the stream's name; an error when it is not of a stream of this kind.
template <StreamsId SomeId>
Result<SomeId> id_of(const StreamId& stream) {
  const auto aggregate = aggregate_of(stream);
  if (aggregate != SomeId::Names::aggregate) return fail(core_errc::malformed_id, stream.text);
  return parse_id<SomeId>(
      std::string_view(stream.text).substr(std::min(stream.text.size(), aggregate.size() + 1)));
}

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
