#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "events/log/record.hpp"
#include "orchestrator/policies.hpp"

namespace kigen::orchestrator {

/// What follows from events and is not decided yet: docs/decisions/0003-consequences.md. A consequence is
/// paid once a record bears its id, so folding a log leaves just what is still owed. Pure; not thread-safe.
class Debts {
 public:
  struct Debt {
    std::string id;  ///< of the command: "policy/<position>/<policy>/<n>"
    Position cause = 0;
    StreamId about;  ///< the cause's stream
    Uuid correlation = {};
    Command command;
  };

  /// Whether an id is one of ours: such a command needs no look into the log before it is decided.
  static bool is_debt(std::string_view command_id);

  /// They follow from `cause`, in their order.
  void owe(const events::Record& cause, std::vector<Consequence> consequences);
  /// A record bears this id, be it as the command or as the note that it was declined. Older versions
  /// numbered all that followed from a record: "policy/<position>/<n>".
  void settle(std::string_view command_id);
  /// All that is owed for records before `end` is paid, whatever today's policies say.
  void settle_through(Position end);

  bool empty() const { return owed_.empty(); }
  /// The first that is owed; not when empty. It is owed until it is settled, and handed out once.
  Debt take_first();

 private:
  struct Owed {
    StreamId about;
    Uuid correlation;
    std::vector<Consequence> consequences;
    std::vector<bool> paid;
    std::size_t left;       // not paid
    std::size_t first = 0;  // all before it are paid
  };
  static std::size_t place_in(const Owed& owed, std::string_view which);

  std::map<Position, Owed> owed_;  // by cause
};

}  // namespace kigen::orchestrator
