#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "api/backend.hpp"
#include "api/session/caller.hpp"
#include "api/session/knock.hpp"

namespace kigen::api {

/// What happens again within this time is counted, and told in one event at its end.
inline constexpr auto door_window = std::chrono::minutes(10);
/// Kinds of happenings told apart within a window: what goes beyond is counted together.
inline constexpr std::size_t max_told_apart = 200;
/// How often the use of an API token from one address is told.
inline constexpr auto token_use_told_every = std::chrono::hours(1);

/// Takes down who came in, who was kept out and who left, as events; bounded, whatever a flood does: what is
/// new at once, what repeats itself as a count. Nobody waits for it, so that the time of an answer tells
/// nothing of it; what was counted and not told when the process dies is lost. The API's loop only.
class DoorBook {
 public:
  explicit DoorBook(Backend& backend) : backend_(backend) {}

  /// `is_known`: the account is a user's. Of others the name is not kept: it may be a password in the wrong
  /// field.
  void failed(const Knock& knock, bool is_known);
  void throttled(const Knock& knock, bool is_known);
  /// `caller` is who was refused, as far as was proved.
  void refused(const Caller& caller, std::string operation, std::string code, std::string address);
  void token_used(const Caller& caller, std::string mail, std::string name, std::string address);
  void ended(events::SessionEnded ended, events::Actor by);

  /// Tells the counts whose window is over. Call often.
  void tell_due();
  /// Tells all. Call before the process ends.
  void tell_all();

 private:
  struct Count {
    events::SecurityEvent event;
    events::Actor by;
    Instant began = {};
    Instant first = {};  ///< of those that are not told
    std::uint32_t untold = 0;
  };
  void count(const std::string& key, events::SecurityEvent event, events::Actor by = {});
  void begin(const std::string& key, events::SecurityEvent event, events::Actor by);
  void tell(const Count& count);
  void record(events::SecurityEvent event, events::Actor by);

  Backend& backend_;
  std::map<std::string, Count> counts_;
  std::map<std::pair<TokenId, std::string>, Instant> tokens_;  // and when their use was told
};

}  // namespace kigen::api
