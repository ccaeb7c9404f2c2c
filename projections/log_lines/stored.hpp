#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/codec/pack.hpp"
#include "projections/log_lines/line.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {

/// A line as it is stored, under all_lines + its place.
struct StoredLine {
  Instant time = {};
  std::optional<ServiceId> service = {};
  std::optional<UserGroupId> user_group = {};  ///< that it is about
  bool nobodys = false;                        ///< its event does not tell whose it is
  Line line = {};

  static constexpr auto fields = events::field_list(
      events::field("time", &StoredLine::time), events::field("service", &StoredLine::service),
      events::field("userGroup", &StoredLine::user_group), events::field("nobodys", &StoredLine::nobodys),
      events::field("line", &StoredLine::line));
};

// Key prefixes. Behind all but the first stands a place, and no value.
inline constexpr std::string_view all_lines = "log/line/";
inline constexpr std::string_view own_lines = "log/line.own/";     // of no service
inline constexpr std::string_view warnings = "log/line.warning/";  // and errors
inline constexpr std::string_view errors = "log/line.error/";
inline std::string lines_of_service(ServiceId service) { return "log/line.service/" + key_of(service); }

/// Where a line stands: the position of its event, then its number among the event's lines (two bytes).
inline constexpr std::size_t place_size = 10;
inline std::string place_of(Position position, std::uint32_t index) {
  return key_of(position) + static_cast<char>(index >> 8) + static_cast<char>(index);
}

}  // namespace kigen::projections
