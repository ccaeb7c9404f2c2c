#include "events/log/sequencer.hpp"

#include <simdjson.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "events/codec/canonical.hpp"
#include "events/log/command_key.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t max_id_bytes = 128;
constexpr std::size_t max_command_bytes = 160;
constexpr std::size_t max_type_bytes = 64;

std::unexpected<Error> invalid(std::string detail) {
  return fail(log_errc::invalid_append, std::move(detail));
}

std::unexpected<Error> too_large(const Record& record, std::size_t bytes) {
  return invalid(record.type + " makes a record of " + std::to_string(bytes) + " bytes; at most 65,535");
}

bool is_text(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

bool is_type_name(std::string_view name) {
  return !name.empty() && name.size() <= max_type_bytes && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
  });
}

Result<> validate_meta(const Metadata& meta) {
  const auto& actor = meta.actor.id;
  if (actor.size() > max_id_bytes || !is_text(actor))
    return invalid("the actor is longer than 128 bytes of UTF-8");
  const auto& command = meta.command_id;
  if (command && (command->empty() || command->size() > max_command_bytes || !is_text(*command)))
    return invalid("a command id has 1 to 160 bytes of UTF-8");
  return {};
}

Result<> validate_event(const Encoded& event) {
  if (!is_type_name(event.type) || event.schema == 0) return invalid("malformed event type " + event.type);
  if (event.payload.size() > max_record_bytes) return invalid(event.type + " is larger than a record may be");
  if (is_plainly_canonical(event.payload)) return {};
  const auto canonical = canonical_object(event.payload);
  if (!canonical) return invalid(event.type + ": " + describe(canonical.error()));
  if (*canonical != event.payload) return invalid(event.type + ": the payload is not canonical JSON");
  return {};
}

Result<> validate_distinct(const std::vector<StreamAppend>& streams) {
  if (streams.size() == 1) return {};
  std::unordered_set<std::string_view> seen;
  for (const auto& part : streams)
    if (!seen.insert(part.stream.text).second) return invalid(part.stream.text + " is there twice");
  return {};
}

Record record_of(const StreamAppend& to, const StreamHead& before, Encoded event, const Metadata& meta) {
  Record record;
  record.stream = to.stream;
  record.version = before.version + 1;
  if (before.version > 0) record.previous = before.position;
  record.type = std::move(event.type);
  record.schema = event.schema;
  record.meta = meta;
  record.payload = std::move(event.payload);
  return record;
}

}  // namespace

Result<> validate(const AppendRequest& request) {
  std::size_t events = 0;
  for (const auto& part : request.streams) {
    if (!is_valid(part.stream)) return invalid("malformed stream name " + part.stream.text.substr(0, 64));
    if (part.events.empty()) return invalid("no events for " + part.stream.text);
    events += part.events.size();
    if (events > max_append_events) return invalid("more than 1,000 events");
    for (const auto& event : part.events) TRY_DO(validate_event(event));
  }
  if (events == 0) return invalid("no events");
  TRY_DO(validate_distinct(request.streams));
  return validate_meta(request.meta);
}

std::vector<Record> records_of(const AppendRequest& request) {
  std::vector<Record> records;
  auto position = request.at.value_or(0);
  for (const auto& part : request.streams) {
    StreamHead head{part.expected, 0};
    for (const auto& event : part.events) {
      auto& record = records.emplace_back(record_of(part, head, event, request.meta));
      record.position = position++;
      record.previous.reset();
      ++head.version;
    }
  }
  return records;
}

Result<> check_size(const Record& record) {
  // All but the payload is within bounds that leave this much: no need to encode it.
  constexpr std::size_t most_beside = 4'096;
  if (record.payload.size() + most_beside <= max_record_bytes) return {};
  const auto size = encode_record(record).size();
  if (size <= max_record_bytes) return {};
  return too_large(record, size);
}

Result<> refusal_while(Intake intake) {
  switch (intake) {
    case Intake::open:
      return {};
    case Intake::full:
      return fail(log_errc::storage_full);
    case Intake::failed:
      return fail(log_errc::storage_failed);
    case Intake::closed:
      return fail(log_errc::closed);
  }
  return {};
}

Result<StreamHead> Sequencer::head_of(const StreamId& stream) {
  const auto here = heads_.find(stream);
  return here != heads_.end() ? here->second : history_.head_of(stream);
}

Result<std::optional<Appended>> Sequencer::landing_of(const std::string& command_id) {
  const std::string key(command_key(command_id));
  const auto here = commands_.find(key);
  if (here != commands_.end()) return here->second;
  return history_.landing_of(key);
}

Result<std::vector<StreamHead>> Sequencer::expected_heads(const std::vector<StreamAppend>& streams) {
  std::vector<StreamHead> heads;
  for (const auto& part : streams) {
    TRY(const auto head, head_of(part.stream));
    if (head.version != part.expected)
      return fail(log_errc::version_conflict, part.stream.text + " is at version " +
                                                  std::to_string(head.version) + ", not " +
                                                  std::to_string(part.expected));
    heads.push_back(head);
  }
  return heads;
}

Result<Appended> Sequencer::add(AppendRequest request) {
  const auto& command_id = request.meta.command_id;
  if (command_id) {
    TRY(auto before, landing_of(*command_id));
    if (before) {
      before->repeated = true;
      return *before;
    }
  }
  if (request.at && *request.at != end_)
    return fail(log_errc::version_conflict,
                "the log ends at " + std::to_string(end_) + ", not at " + std::to_string(*request.at));
  TRY(auto heads, expected_heads(request.streams));
  request.meta.time = std::max(request.meta.time, newest_);
  std::vector<NewRecord> fresh;
  for (std::size_t i = 0; i < request.streams.size(); ++i) {
    for (auto& event : request.streams[i].events) {
      auto record = record_of(request.streams[i], heads[i], std::move(event), request.meta);
      record.position = end_ + fresh.size();
      heads[i] = {record.version, record.position};
      auto bytes = encode_record(record);
      if (bytes.size() > max_record_bytes) return too_large(record, bytes.size());
      fresh.push_back({std::move(record), std::move(bytes)});
    }
  }
  const Appended appended{end_, static_cast<std::uint32_t>(fresh.size())};
  accept(std::move(fresh), command_id);
  return appended;
}

Result<std::vector<Appended>> Sequencer::add_all(std::vector<AppendRequest> requests) {
  std::vector<Appended> landed;
  landed.reserve(requests.size());
  for (auto& request : requests) {
    TRY(const auto appended, add(std::move(request)));
    landed.push_back(appended);
  }
  return landed;
}

void Sequencer::accept(std::vector<NewRecord> fresh, const std::optional<std::string>& command_id) {
  if (command_id)
    commands_[std::string(command_key(*command_id))] = {end_, static_cast<std::uint32_t>(fresh.size())};
  end_ += fresh.size();
  newest_ = fresh.back().record.meta.time;
  for (auto& made : fresh) {
    heads_[made.record.stream] = {made.record.version, made.record.position};
    records_.push_back(std::move(made));
  }
}

}  // namespace kigen::events
