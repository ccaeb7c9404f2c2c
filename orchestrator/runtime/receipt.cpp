#include "orchestrator/runtime/receipt.hpp"

#include <algorithm>

#include "events/job_events.hpp"
#include "events/log/command_key.hpp"
#include "orchestrator/runtime/errors.hpp"

namespace kigen::orchestrator {
namespace {

/// Whether the record is a job queued for what the command is about: some commands leave nothing else.
bool is_job_for(const Command& command, const events::Record& record) {
  if (record.type != events::JobQueued::type.name) return false;
  const auto queued = events::decode_as<events::JobQueued>(record.schema, record.payload);
  return queued && queued->subject == command.stream;
}

bool is_made_by(const Command& command, const events::Record& record) {
  if (command.creates) return aggregate_of(record.stream) == aggregate_of(command.stream);
  return record.stream == command.stream || is_job_for(command, record);
}

/// Whether the record can be of the request with this id. What was recorded before requests left a
/// fingerprint in it can be of any with the key.
bool may_be(const std::string& command_id, const events::Record& record) {
  const auto& before = *record.meta.command_id;
  return before == command_id || before == events::command_key(command_id);
}

}  // namespace

Receipt receipt_of(const Command& command, const Changes& changes, Position last) {
  Receipt receipt{.stream = command.stream, .position = last, .changed = !changes.empty()};
  for (const auto& part : changes.streams())
    if (part.stream == command.stream) receipt.version = part.expected + part.events.size();
  return receipt;
}

Result<Receipt> first_receipt(const Command& command, const std::string& command_id,
                              const events::Appended& landed, const std::vector<events::Record>& records) {
  if (!records.empty() && !may_be(command_id, records.front()))
    return fail(command_errc::id_reused, std::string(command.name));
  const auto made =
      std::ranges::find_if(records, [&](const auto& record) { return is_made_by(command, record); });
  if (made == records.end()) return fail(command_errc::id_reused, std::string(command.name));
  Receipt receipt{.stream = command.creates ? made->stream : command.stream,
                  .position = landed.last(),
                  .changed = true,
                  .repeated = true};
  for (const auto& record : records)
    if (record.stream == receipt.stream) receipt.version = record.version;
  return receipt;
}

}  // namespace kigen::orchestrator
