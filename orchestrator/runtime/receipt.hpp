#pragma once

#include <vector>

#include "events/log/event_log.hpp"
#include "orchestrator/command.hpp"

namespace kigen::orchestrator {

/// What became of an accepted command; everything in it is durable and folded.
struct Receipt {
  StreamId stream = {};   ///< the command's; of a repeated one that creates, what the first one made
  Position position = 0;  ///< of the last event; the last folded one when nothing changed
  Version version = 0;    ///< of `stream` afterwards; 0 when nothing changed there
  bool changed = false;
  bool repeated = false;  ///< the first one's receipt again
};

/// What the command's changes come to once they are appended and end at `last`.
Receipt receipt_of(const Command& command, const Changes& changes, Position last);

/// What became of the command that first bore this one's id, from what it left in the log: `records` of
/// `landed`. Fails with command_errc::id_reused when that was another command, or
/// the same one asked for in other words.
Result<Receipt> first_receipt(const Command& command, const std::string& command_id,
                              const events::Appended& landed, const std::vector<events::Record>& records);

}  // namespace kigen::orchestrator
