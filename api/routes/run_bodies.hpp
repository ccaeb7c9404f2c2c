#pragma once

#include <optional>
#include <string>

#include "events/codec/fields.hpp"
#include "events/core/instant.hpp"

namespace kigen::api {

struct OrderBody {
  std::optional<Instant> scheduled_for = {};
  bool apply = false;
  static constexpr auto fields = events::field_list(events::field("scheduledFor", &OrderBody::scheduled_for),
                                                    events::field("apply", &OrderBody::apply));
};

struct ApplyBody {
  std::optional<Instant> scheduled_for = {};
  std::optional<std::uint8_t> slot = {};
  static constexpr auto fields = events::field_list(events::field("scheduledFor", &ApplyBody::scheduled_for),
                                                    events::field("slot", &ApplyBody::slot));
};

struct ReasonBody {
  std::string reason = {};
  static constexpr auto fields = events::field_list(events::field("reason", &ReasonBody::reason));
};

}  // namespace kigen::api
