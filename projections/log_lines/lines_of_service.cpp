#include "events/core/overloaded.hpp"
#include "projections/log_lines/lines_of.hpp"
#include "projections/log_lines/messages.hpp"
#include "projections/log_lines/times.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using Lines = std::vector<Line>;

Lines expiry_line(Value service, const ExpiryStatusChanged& e) {
  const auto date = date_of(e.not_after);
  const Value expires{"expires", date};
  const auto under = [&](std::string_view days) {
    return Lines{make_line(1701, {service, {"days", days}, expires})};
  };
  switch (e.status) {
    case ExpiryStatus::none:
      return {make_line(3008, {service}, "none")};
    case ExpiryStatus::valid:
      return {make_line(3008, {service, expires})};
    case ExpiryStatus::under_90:
      return under("90");
    case ExpiryStatus::under_60:
      return under("60");
    case ExpiryStatus::under_30:
      return under("30");
    case ExpiryStatus::under_15:
      return under("15");
    case ExpiryStatus::warning:
      return {make_line(3012, {service, expires})};
    case ExpiryStatus::error:
      return {make_line(3013, {service, expires})};
    case ExpiryStatus::expired:
      break;
  }
  return {make_line(1702, {service, expires})};
}

Lines removed_lines(Value service, const GenerationRemoved& e) {
  const auto slot = std::to_string(e.slot);
  return {make_line(1703, {service, {"slot", slot}}),
          make_line(25, {{"serial", e.serial}, {"slot", slot}, {"reason", e.reason}})};
}

/// One that is early, or alone, is told of.
void add_warnings(Lines& lines, const Value& service, const Generation& generation, Instant now) {
  if (generation.chain_pem.empty())
    lines.push_back(make_line(3017, {service, {"serial", generation.serial}, {"issuer", generation.issuer}}));
  if (generation.not_before > now)
    lines.push_back(
        make_line(3015, {service, {"serial", generation.serial}, {"due", moment_of(generation.not_before)}}));
}

Lines registered_lines(const Value& service, const Generation& generation, Instant now) {
  const auto slot = std::to_string(generation.slot);
  Lines lines{make_line(26, {{"serial", generation.serial}, {"slot", slot}}),
              make_line(1658, {service, {"serial", generation.serial}, {"slot", slot}})};
  add_warnings(lines, service, generation, now);
  return lines;
}

Lines updated_lines(const Value& service, const Generation& generation, Instant now) {
  Lines lines{
      make_line(1655, {service, {"serial", generation.serial}, {"slot", std::to_string(generation.slot)}})};
  add_warnings(lines, service, generation, now);
  return lines;
}

Lines selected_lines(Value service, const GenerationSelected& e) {
  if (!e.slot) return {make_line(3007, {service}, "newest")};
  return {make_line(3007, {service, {"slot", std::to_string(*e.slot)}})};
}

}  // namespace

Lines lines_of(const Fact& fact, const ServiceEvent& event) {
  const Value service{"service", fact.about.service_name};
  return std::visit(
      overloaded{
          [&](const ServiceCreated& e) {
            return Lines{make_line(3000, {service, {"name", e.settings.common_name}})};
          },
          [&](const ServiceEdited&) { return Lines{make_line(3001, {service})}; },
          [&](const ServiceHandedOver& e) { return Lines{make_line(3018, {service, {"group", e.name}})}; },
          [&](const ServiceEnabled&) { return Lines{make_line(3002, {service})}; },
          [&](const ServiceDisabled&) { return Lines{make_line(3003, {service})}; },
          [&](const ServiceDeleted&) { return Lines{make_line(3004, {service})}; },
          [&](const KeyRequested&) { return Lines{make_line(2609, {service})}; },
          [&](const KeyCreated&) { return Lines{make_line(3005, {service})}; },
          [&](const CsrImported&) { return Lines{make_line(3006, {service})}; },
          [&](const GenerationRegistered& e) { return registered_lines(service, e.generation, fact.time()); },
          [&](const GenerationUpdated& e) { return updated_lines(service, e.generation, fact.time()); },
          [&](const GenerationBecameValid& e) {
            return Lines{make_line(3016, {service, {"serial", e.serial}, {"slot", std::to_string(e.slot)}})};
          },
          [&](const GenerationRemoved& e) { return removed_lines(service, e); },
          [&](const GenerationSelected& e) { return selected_lines(service, e); },
          [&](const ExpiryStatusChanged& e) { return expiry_line(service, e); },
          [&](const RenewalScheduled& e) {
            return Lines{make_line(3009, {service, {"serial", e.serial}, {"due", moment_of(e.due)}})};
          },
          [&](const RenewalOverdue& e) {
            return Lines{make_line(3010, {service, {"serial", e.serial}, {"reason", e.reason}})};
          },
          [&](const RenewalRetryPlanned& e) {
            return Lines{make_line(3014, {service, {"serial", e.serial}, {"due", moment_of(e.due)}})};
          },
          [&](const KeyExported& e) {
            return Lines{make_line(3011, {service,
                                          {"serial", e.serial},
                                          {"slot", std::to_string(e.slot)},
                                          {"actor", fact.record.meta.actor.id}})};
          },
      },
      event);
}

}  // namespace kigen::projections
