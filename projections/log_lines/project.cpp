#include "events/codec/layout.hpp"
#include "projections/errors.hpp"
#include "projections/log_lines/query.hpp"
#include "projections/log_lines/stored.hpp"
#include "projections/store/keys.hpp"
#include "projections/store/store.hpp"

namespace kigen::projections {
namespace {

constexpr std::string_view named_key = "log/company";

std::optional<UserGroupId> user_group_of(const StreamId& stream) {
  const auto group = id_of<UserGroupId>(stream);
  return group ? std::optional(*group) : std::nullopt;
}

/// What was declined before it was said what it was about.
bool is_nobodys(const events::AnyEvent& event) {
  const auto* const declined = events::get_event<events::ConsequenceDeclined>(event);
  return declined != nullptr && !declined->about;
}

}  // namespace

void LogLines::keep(const Fact& fact, std::uint32_t index, const Line& line) {
  const auto place = place_of(fact.position(), index);
  const auto& service = fact.about.service;
  pending_.push_back({(service ? lines_of_service(*service) : std::string(own_lines)) + place, {}});
  if (line.severity >= LogLevel::warning) pending_.push_back({std::string(warnings) + place, {}});
  if (line.severity == LogLevel::error) pending_.push_back({std::string(errors) + place, {}});
  const StoredLine stored{fact.time(), fact.about.service, user_group_of(fact.record.stream),
                          is_nobodys(fact.event), line};
  pending_.push_back({std::string(all_lines) + place, events::packed(stored)});
}

Result<> LogLines::fold(const Fact& fact) {
  std::uint32_t index = 0;
  for (const auto& line : fact.lines) keep(fact, index++, line);
  if (const auto* const event = std::get_if<events::CompanyEvent>(&fact.event);
      event != nullptr && !named_at_ && std::holds_alternative<events::CompanyNamed>(*event)) {
    named_at_ = fact.position();
    pending_.push_back({std::string(named_key), key_of(fact.position())});
  }
  return {};
}

LogLines::LogLines(Store& store, const Owners& owners) : View("log", 1), store_(store), owners_(owners) {}

std::string LogLines::other_layout() const { return events::layout_of<StoredLine>(); }

Result<> LogLines::write(Batch& batch) {
  for (const auto& [key, value] : pending_) batch.put({key}, value);
  return {};
}

void LogLines::commit() {
  pending_.clear();
  company_from_ = named_at_;
}

Result<> LogLines::load() {
  TRY(const auto bytes, store_.get(named_key));
  if (bytes && bytes->size() == sizeof(Position)) named_at_ = number_in(*bytes);
  company_from_ = named_at_;
  return {};
}

}  // namespace kigen::projections
