#include <algorithm>

#include "events/core/overloaded.hpp"
#include "events/job_words.hpp"
#include "projections/log_lines/lines_of.hpp"
#include "projections/log_lines/messages.hpp"
#include "projections/log_lines/times.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using Lines = std::vector<Line>;

/// The number that a worker gave; the unspecific one where its wording has no place for what went wrong.
std::uint16_t told_number(std::uint32_t number) {
  const auto told = static_cast<std::uint16_t>(number);
  return takes(message_of(told), "detail") ? told : unspecific;
}

/// What a step came to.
Line step_line(const Fact& fact, std::uint32_t number, std::string_view detail, LogLevel severity) {
  auto line = make_line(told_number(number), {{"node", fact.about.node_name}, {"detail", detail}}, "step");
  line.severity = severity;
  return line;
}

/// What was wrong, in the error's word and detail.
std::string code_and(std::string_view code, std::string_view detail) {
  if (code.empty() || detail.empty()) return std::string(code) + std::string(detail);
  return std::string(code) + ": " + std::string(detail);
}

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : ", ") + word;
  return line;
}

Lines requested_lines(const Fact& fact, const OrderRequested& e) {
  const Value service{"service", fact.about.service_name};
  Lines lines{make_line(2601, {service, {"name", e.common_name}, {"order", to_text(fact.id)}},
                        e.reason == OrderReason::renewal ? "renewal" : "order")};
  if (e.scheduled_for) lines.push_back(make_line(1612, {service, {"due", moment_of(*e.scheduled_for)}}));
  return lines;
}

/// The intent of the first attempt begins the order; each is a request to the CA.
Lines submission_lines(const Fact& fact, const SubmissionStarted& e) {
  const Value service{"service", fact.about.service_name};
  Lines lines;
  if (e.attempt == 1)
    lines.push_back(make_line(2112, {service, {"name", fact.about.name}, {"order", to_text(fact.id)}}));
  lines.push_back(make_line(2102, {service, {"attempt", std::to_string(e.attempt)}}));
  return lines;
}

Lines requested_lines(const Fact& fact, const ApplyRequested& e) {
  const Value service{"service", fact.about.service_name};
  const Value node{"node", fact.about.node_name};
  Lines lines{make_line(2601, {service, node, {"site", fact.about.site_name}, {"apply", to_text(fact.id)}})};
  if (e.scheduled_for)
    lines.push_back(make_line(3710, {service, node, {"due", moment_of(*e.scheduled_for)}}));
  return lines;
}

/// The service may hold it still, or again: then the node is only behind.
Line differing_line(const Fact& fact, const AddressSeen& seen) {
  const bool held = std::ranges::count(fact.about.certificates, seen.serial, &HeldCertificate::serial) > 0;
  return make_line(held ? 3106 : 1606,
                   {{"node", fact.about.node_name}, {"address", seen.address}, {"serial", seen.serial}});
}

/// What an address of a node served, if that is worth a line.
Lines address_lines(const Fact& fact, const AddressSeen& seen) {
  const Value service{"service", fact.about.service_name};
  const Value node{"node", fact.about.node_name};
  const Value address{"address", seen.address};
  switch (seen.verdict) {
    case Verdict::matches:
      return {};
    case Verdict::differs:
      return {differing_line(fact, seen)};
    case Verdict::unreachable:
      return {make_line(29, {service, node, address, {"detail", seen.detail}})};
    case Verdict::no_certificate:
      break;
  }
  return {make_line(2411, {service, node, address, {"detail", seen.detail}})};
}

Lines checked_lines(const Fact& fact, const NodeChecked& e) {
  Lines lines;
  for (const auto& seen : e.addresses)
    for (auto& line : address_lines(fact, seen)) lines.push_back(std::move(line));
  lines.push_back(make_line(
      1602, {{"node", fact.about.node_name}, {"serial", e.served_serial}, {"expected", e.expected_serial}},
      e.verdict == Verdict::matches ? "check" : "differs"));
  return lines;
}

Lines check_begins(const Fact& fact) {
  const Value service{"service", fact.about.service_name};
  const Value node{"node", fact.about.node_name};
  Lines lines;
  if (fact.about.by_schedule) lines.push_back(make_line(1706, {service, node}));
  lines.push_back(make_line(2405, {node, {"detail", fact.about.check_target}}));
  return lines;
}

Lines check_ends(const Fact& fact) {
  const Value service{"service", fact.about.service_name};
  const Value node{"node", fact.about.node_name};
  Lines lines{make_line(2406, {node, {"detail", fact.about.check_target}})};
  if (fact.about.by_schedule) lines.push_back(make_line(1707, {service, node}));
  return lines;
}

Lines started_lines(const Fact& fact, const JobStarted& e) {
  Lines lines;
  if (e.after_interruption)
    lines.push_back(make_line(3600, {{"job", fact.about.name},
                                     {"service", fact.about.service_name},
                                     {"attempt", std::to_string(e.attempt)}}));
  if (fact.about.name == job_kind::node_check)
    for (auto& line : check_begins(fact)) lines.push_back(std::move(line));
  return lines;
}

}  // namespace

Lines lines_of(const Fact& fact, const OrderEvent& event) {
  const Value service{"service", fact.about.service_name};
  const auto id = to_text(fact.id);
  const Value order{"order", id};
  const auto ending = [&](Line line) { return Lines{std::move(line), make_line(2113, {service, order})}; };
  return std::visit(
      overloaded{
          [&](const OrderRequested& e) { return requested_lines(fact, e); },
          [&](const OrderKeyPrepared&) { return Lines{make_line(3700, {service})}; },
          [&](const SubmissionStarted& e) { return submission_lines(fact, e); },
          [&](const OrderSubmitted& e) {
            return Lines{make_line(3701, {service, {"ca_order", e.ca_order}})};
          },
          [&](const OrderStatusChanged& e) {
            return Lines{make_line(2109, {service, {"value", e.status}, {"detail", e.detail}})};
          },
          [&](const OrderErred& e) {
            return Lines{
                make_line(told_number(e.number), {service, {"code", e.code}, {"detail", e.message}})};
          },
          [&](const OrderIssued& e) { return Lines{make_line(3702, {service, {"serial", e.serial}})}; },
          [&](const OrderRegistered& e) {
            return ending(
                make_line(1605, {service, order, {"slot", std::to_string(e.slot)}, {"serial", e.serial}}));
          },
          [&](const OrderFailed& e) {
            return ending(make_line(3704, {service, {"code", e.code}, {"detail", e.message}}));
          },
          [&](const OrderCancelRequested& e) {
            return Lines{make_line(3705, {service, {"reason", e.reason}})};
          },
          [&](const OrderCancelled& e) { return ending(make_line(3703, {service, {"reason", e.reason}})); },
      },
      event);
}

Lines lines_of(const Fact& fact, const ApplyEvent& event) {
  const Value service{"service", fact.about.service_name};
  const Value node{"node", fact.about.node_name};
  const auto id = to_text(fact.id);
  const Value apply{"apply", id};
  const auto ending = [&](Line line) {
    return Lines{std::move(line), make_line(1802, {service, node, apply})};
  };
  return std::visit(
      overloaded{
          [&](const ApplyRequested& e) { return requested_lines(fact, e); },
          [&](const ApplyStarted& e) {
            return e.attempt == 1
                       ? Lines{make_line(1801, {service, node, apply})}
                       : Lines{make_line(3711, {service, node, {"attempt", std::to_string(e.attempt)}})};
          },
          [&](const StepSucceeded& e) { return Lines{step_line(fact, e.message, e.detail, LogLevel::info)}; },
          [&](const StepFailed& e) {
            return Lines{step_line(fact, e.message, code_and(e.code, e.detail), LogLevel::error)};
          },
          [&](const RollbackStarted& e) { return Lines{make_line(1861, {node, {"detail", e.reason}})}; },
          silent_on<StepStarted, StepUndoStarted>,
          [&](const StepUndone& e) { return Lines{step_line(fact, e.message, e.detail, LogLevel::info)}; },
          [&](const StepUndoFailed& e) {
            return Lines{make_line(1816, {node, {"detail", code_and(e.code, e.detail)}})};
          },
          [&](const ApplySucceeded& e) { return ending(make_line(1859, {node, {"serial", e.serial}})); },
          [&](const ApplyFailed& e) {
            return ending(make_line(3716, {service, node, {"detail", code_and(e.code, e.reason)}}));
          },
          [&](const ApplyRolledBack& e) {
            return ending(
                make_line(3712, {service, node, {"detail", e.reason}, {"serial", e.served_serial}}));
          },
          [&](const ApplyStuck& e) { return ending(make_line(3713, {service, node, {"detail", e.reason}})); },
          [&](const RollbackRetried&) { return Lines{make_line(3715, {service, node})}; },
          [&](const ApplyCancelled& e) {
            return ending(make_line(3714, {service, node, {"reason", e.reason}}));
          },
      },
      event);
}

Lines lines_of(const Fact& fact, const NodeEvent& event) {
  const Value service{"service", fact.about.service_name};
  const Value node{"node", fact.about.node_name};
  const Value site{"site", fact.about.site_name};
  return std::visit(
      overloaded{
          [&](const NodeCreated&) { return Lines{make_line(3100, {service, node, site})}; },
          [&](const NodeEdited&) { return Lines{make_line(3101, {service, node})}; },
          [&](const NodeEnabled&) { return Lines{make_line(3102, {service, node})}; },
          [&](const NodeDisabled&) { return Lines{make_line(3103, {service, node})}; },
          [&](const NodeDeleted&) { return Lines{make_line(3104, {service, node})}; },
          [&](const NodeCheckRequested& e) {
            return e.by_schedule ? Lines{} : Lines{make_line(2601, {service, node, site}, "check")};
          },
          [&](const NodeInstalled& e) {
            return Lines{make_line(3105, {node, {"serial", e.serial}, {"slot", std::to_string(e.slot)}})};
          },
          [&](const NodeLeftOut& e) {
            return Lines{
                make_line(2601, {service, node, site, {"serial", e.serial}},
                          e.reason == LeftOutReason::disabled ? "left-out-disabled" : "left-out-busy")};
          },
          [&](const NodeLeftoversNoted& e) {
            return Lines{make_line(3107, {node, {"serial", e.serial}, {"detail", joined(e.steps)}})};
          },
          [&](const NodeLeftoversRemoved& e) {
            return Lines{make_line(3108, {node, {"detail", joined(e.kept)}})};
          },
          [&](const NodeLeftoversDropped& e) { return Lines{make_line(3109, {node, {"reason", e.reason}})}; },
          [&](const NodeChecked& e) { return checked_lines(fact, e); },
      },
      event);
}

/// The way of a job that just works is told by what it works on; of a check by its beginning and end, as one
/// that sees nothing new leaves no other trace.
Lines lines_of(const Fact& fact, const JobEvent& event) {
  const Value job{"job", fact.about.name};
  const Value service{"service", fact.about.service_name};
  return std::visit(
      overloaded{
          [&](const JobStarted& e) { return started_lines(fact, e); },
          silent_on<JobQueued, JobDeferred>,
          [&](const JobRetryScheduled& e) {
            return Lines{make_line(3601, {job,
                                          service,
                                          {"attempt", std::to_string(e.attempt)},
                                          {"due", moment_of(e.due)},
                                          {"detail", code_and(e.code, e.detail)}})};
          },
          [&](const JobSucceeded&) {
            return fact.about.name == job_kind::node_check ? check_ends(fact) : Lines{};
          },
          [&](const JobParked& e) {
            return Lines{make_line(3602, {job,
                                          service,
                                          {"attempt", std::to_string(e.attempt)},
                                          {"detail", code_and(e.code, e.detail)}})};
          },
          [&](const JobRetriedByHand&) {
            return Lines{make_line(3603, {job, service, {"actor", fact.record.meta.actor.id}})};
          },
          [&](const JobCancelled& e) { return Lines{make_line(3604, {job, service, {"reason", e.reason}})}; },
      },
      event);
}

}  // namespace kigen::projections
