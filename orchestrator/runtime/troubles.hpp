#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/mutex.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::orchestrator {

/// Parts that can fail while the rest goes on.
enum class Part : std::uint8_t {
  event_log,
  orchestrator,
  views,
  world_rows,  ///< what the next start recalls
  vault,
  jobs,
  listener,     ///< of the console and the API
  http01,       ///< where CAs fetch http-01 answers
  dns_program,  ///< sets records for dns-01
  sessions,     ///< of the console: what a restart finds again
};
inline constexpr std::size_t part_count = 10;

/// What a person does about a part that does not work.
std::string_view advice_for(Part part);

/// What does not work now.
struct Trouble {
  Part part = {};
  std::string place = {};  ///< which one of the part's: a secret, a program; empty = the part as a whole
  Instant since = {};      ///< when it failed first, after it last worked
  Instant last = {};
  std::uint64_t times = 1;
  Error error = {};  ///< of the last time
};

/// Who uses a part notes how it went; who shows the state asks what does not work. Each trouble is in the
/// server's log once when it begins and once when it is over, however often it is met. Thread-safe.
class Troubles {
 public:
  explicit Troubles(const Clock& clock) : clock_(clock) {}

  /// A success ends the trouble of that place.
  void note(Part part, const std::string& place, const Result<>& outcome);
  /// In the order of parts.
  std::vector<Trouble> all() const;
  bool has(Part part) const;

 private:
  struct Place {
    Part part;
    std::string name;
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  const Clock& clock_;
  mutable Mutex mutex_;
  std::map<Place, Trouble> all_ GUARDED_BY(mutex_);
};

}  // namespace kigen::orchestrator

template <>
struct kigen::events::EnumWords<kigen::orchestrator::Part> {
  static constexpr std::array<std::string_view, kigen::orchestrator::part_count> words{
      "event-log", "orchestrator", "views",  "world-rows",  "vault",
      "jobs",      "listener",     "http01", "dns-program", "sessions"};
};
