#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/state/apply.hpp"
#include "projections/jobs/run_job.hpp"
#include "projections/log_lines/line.hpp"
#include "projections/severity.hpp"

namespace kigen::projections {

/// One step of an apply. Steps that never began are not listed; the run's `steps` says how many there are.
struct ApplyStep {
  std::uint32_t index = 0;
  std::string name = {};
  events::StepState state = events::StepState::started;
  Instant started_at = {};
  std::optional<Instant> ended_at = {};
  std::uint16_t message_number = 0;  ///< of the last outcome; 0 = none yet
  std::string detail = {};
  std::string message = {};     ///< rendered from the two above
  Position event_position = 0;  ///< newest record about this step

  static constexpr auto fields = events::field_list(
      events::field("index", &ApplyStep::index), events::field("name", &ApplyStep::name),
      events::field("state", &ApplyStep::state), events::field("startedAt", &ApplyStep::started_at),
      events::field("endedAt", &ApplyStep::ended_at),
      events::field("messageNumber", &ApplyStep::message_number), events::field("detail", &ApplyStep::detail),
      events::field("message", &ApplyStep::message),
      events::field("eventPosition", &ApplyStep::event_position));
};

/// An apply in a list (R28).
struct ApplyRow {
  ApplyId id = {};
  ServiceId service = {};
  std::string service_name = {};
  NodeId node = {};
  std::string node_name = {};
  std::uint8_t slot = 1;
  std::string serial = {};
  events::ApplyReason reason = events::ApplyReason::requested;
  events::ApplyStage stage = events::ApplyStage::requested;
  std::optional<Instant> scheduled_for = {};
  Instant requested_at = {};
  std::optional<Instant> started_at = {};
  std::optional<Instant> ended_at = {};
  std::string error = {};             ///< why it failed, was rolled back, is stuck, or was cancelled
  std::optional<OrderId> order = {};  ///< that brought the certificate
  std::optional<RunJob> job = {};     ///< that carries it on
  Severity severity = Severity::ok;

  static constexpr auto fields = events::field_list(
      events::field("id", &ApplyRow::id), events::field("service", &ApplyRow::service),
      events::field("serviceName", &ApplyRow::service_name), events::field("node", &ApplyRow::node),
      events::field("nodeName", &ApplyRow::node_name), events::field("slot", &ApplyRow::slot),
      events::field("serial", &ApplyRow::serial), events::field("reason", &ApplyRow::reason),
      events::field("stage", &ApplyRow::stage), events::field("scheduledFor", &ApplyRow::scheduled_for),
      events::field("requestedAt", &ApplyRow::requested_at),
      events::field("startedAt", &ApplyRow::started_at), events::field("endedAt", &ApplyRow::ended_at),
      events::field("error", &ApplyRow::error), events::field("order", &ApplyRow::order),
      events::field("job", &ApplyRow::job), events::field("severity", &ApplyRow::severity));
};

struct ApplyDetail {
  ApplyRow summary = {};
  Version version = 0;
  std::uint32_t attempt = 0;     ///< runs begun; more than one after an interruption
  std::uint32_t step_count = 0;  ///< of the last run
  std::vector<ApplyStep> steps = {};
  std::string served_serial = {};  ///< seen at the end
  std::vector<TimelineEntry> timeline = {};

  static constexpr auto fields = events::field_list(
      events::field("summary", &ApplyDetail::summary), events::field("version", &ApplyDetail::version),
      events::field("attempt", &ApplyDetail::attempt), events::field("stepCount", &ApplyDetail::step_count),
      events::field("steps", &ApplyDetail::steps), events::field("servedSerial", &ApplyDetail::served_serial),
      events::field("timeline", &ApplyDetail::timeline));
};

}  // namespace kigen::projections
