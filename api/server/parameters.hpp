#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/server/parameter.hpp"
#include "api/server/route.hpp"
#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "projections/page.hpp"

namespace kigen::api {

std::unexpected<Error> malformed_parameter(std::string_view name, std::string detail);

/// Refuses what a route does not take, and a name given twice.
Result<> check_query(const ServerRequest& request, std::span<const Parameter> known);

/// The query of a request, read with the same strictness as bodies. Routes take what they say
/// (Route::takes); nothing else comes so far.
class Query {
 public:
  explicit Query(const Call& call) : request_(&call.request) {}

  std::optional<std::string> text(std::string_view name) const;
  Result<std::optional<std::uint64_t>> number(std::string_view name) const;
  /// Within its bounds; what it usually is where it is not given.
  Result<std::uint64_t> number(const Parameter& parameter) const;
  Result<std::optional<Instant>> instant(std::string_view name) const;
  /// A position, or an RFC 3339 instant.
  Result<std::optional<std::size_t>> word_index(std::string_view name,
                                                std::span<const std::string_view> words) const;
  template <events::Worded E>
  Result<std::optional<E>> word(std::string_view name) const {
    TRY(const auto index, word_index(name, events::EnumWords<E>::words));
    return index ? std::optional(static_cast<E>(*index)) : std::nullopt;
  }
  template <class SomeId>
  Result<std::optional<SomeId>> id(std::string_view name) const {
    const auto given = text(name);
    if (!given) return std::optional<SomeId>{};
    const auto id = parse_id<SomeId>(*given);
    if (!id) return malformed_parameter(name, "expected an id");
    return std::optional(*id);
  }
  /// `limit` and `cursor`.
  Result<projections::Paging> paging() const;

  /// Refuses whatever else than these is given.
  Result<> only(std::initializer_list<std::string_view> names) const;

 private:
  const ServerRequest* request_;
};

/// An id in the path; not_found when it is none, as nothing can have it.
template <class SomeId>
Result<SomeId> path_id(const Call& call, std::string_view name);

Result<Uuid> path_uuid(const Call& call, std::string_view name);

template <class SomeId>
Result<SomeId> path_id(const Call& call, std::string_view name) {
  TRY(const auto id, path_uuid(call, name));
  return SomeId{id};
}

/// The whole text as a decimal number.
std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace kigen::api
