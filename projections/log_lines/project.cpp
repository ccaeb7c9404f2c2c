#include "events/codec/layout.hpp"
#include "projections/errors.hpp"
#include "projections/log_lines/query.hpp"
#include "projections/log_lines/stored.hpp"
#include "projections/store/keys.hpp"
#include "projections/store/store.hpp"

namespace kigen::projections {
namespace {

constexpr std::string_view named_key = "log/company";

}  // namespace

void LogLines::keep(const Fact& fact, std::uint32_t index, const Line& line) {
  const auto place = place_of(fact.position(), index);
  if (fact.about.service) pending_.push_back({lines_of_service(*fact.about.service) + place, {}});
  if (line.severity >= LogLevel::warning) pending_.push_back({std::string(warnings) + place, {}});
  if (line.severity == LogLevel::error) pending_.push_back({std::string(errors) + place, {}});
  pending_.push_back(
      {std::string(all_lines) + place, events::packed(StoredLine{fact.time(), fact.about.service, line})});
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

LogLines::LogLines(Store& store) : View("log", 1), store_(store) {}

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
