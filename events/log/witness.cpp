#include "events/log/witness.hpp"

#include "events/log/event_log.hpp"

namespace kigen::events {

Result<> check_witnesses(const std::vector<Witness>& witnesses, Position end) {
  for (const auto& [name, records] : witnesses)
    if (records > end)
      return fail(log_errc::corrupt, name + " knows of " + std::to_string(records) +
                                         " records, but there are " + std::to_string(end));
  return {};
}

}  // namespace kigen::events
