#include "projections/services/order.hpp"

#include "projections/errors.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {
namespace {

constexpr std::size_t id_size = 16;

}  // namespace

ServiceRank rank_of(const ServiceEntry& entry, ServiceSort sort) {
  switch (sort) {
    case ServiceSort::name:
      return {.text = entry.sort_name(), .id = entry.id()};
    case ServiceSort::common_name:
      return {.text = entry.sort_common_name(), .id = entry.id()};
    case ServiceSort::not_after:
      break;
  }
  return {.time = entry.not_after().value_or(Instant::max()), .text = entry.sort_name(), .id = entry.id()};
}

std::string to_cursor(const ServiceRank& rank) {
  return to_cursor(key_of(rank.time) + key_of(rank.id) + std::string(rank.text));
}

Result<ServiceRank> rank_in(const std::string& cursor, std::string& bytes) {
  auto key = from_cursor(cursor);
  if (!key || key->size() < sizeof(std::uint64_t) + id_size)
    return fail(projection_errc::bad_cursor, cursor, "cursor");
  bytes = *std::move(key);
  const auto shifted = number_in(bytes) ^ (std::uint64_t{1} << 63);
  const auto rest = std::string_view(bytes).substr(sizeof(std::uint64_t));
  return ServiceRank{.time = Instant(Duration(static_cast<std::int64_t>(shifted))),
                     .text = rest.substr(id_size),
                     .id = id_in<ServiceId>(rest.substr(0, id_size))};
}

}  // namespace kigen::projections
