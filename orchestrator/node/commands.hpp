#pragma once

#include <string>

#include "events/node_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

struct CreateNode {
  static constexpr std::string_view name = "node.create";
  static constexpr bool creates = true;
  NodeId id = {};
  ServiceId service = {};
  events::NodeSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
struct EditNode {
  static constexpr std::string_view name = "node.edit";
  NodeId id = {};
  events::NodeSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
struct EnableNode {
  static constexpr std::string_view name = "node.enable";
  NodeId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct DisableNode {
  static constexpr std::string_view name = "node.disable";
  NodeId id = {};
  StreamId stream() const { return stream_of(id); }
};
/// Refused while an apply is open, and while something of one is to be taken away from the host.
struct DeleteNode {
  static constexpr std::string_view name = "node.delete";
  NodeId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct RequestNodeCheck {
  static constexpr std::string_view name = "node.request_check";
  NodeId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct ReportNodeChecked {
  static constexpr std::string_view name = "node.report_checked";
  NodeId id = {};
  events::NodeChecked checked = {};
  StreamId stream() const { return stream_of(id); }
};
struct ReportNodeInstalled {
  static constexpr std::string_view name = "node.report_installed";
  NodeId id = {};
  events::NodeInstalled installed = {};
  StreamId stream() const { return stream_of(id); }
};

struct LeaveNodeOut {
  static constexpr std::string_view name = "node.leave_out";
  NodeId id = {};
  events::NodeLeftOut left_out = {};
  StreamId stream() const { return stream_of(id); }
};
struct NoteLeftovers {
  static constexpr std::string_view name = "node.note_leftovers";
  NodeId id = {};
  events::NodeLeftoversNoted noted = {};
  StreamId stream() const { return stream_of(id); }
};
struct ReportLeftoversRemoved {
  static constexpr std::string_view name = "node.report_leftovers_removed";
  NodeId id = {};
  events::NodeLeftoversRemoved removed = {};
  StreamId stream() const { return stream_of(id); }
};
struct DropLeftovers {
  static constexpr std::string_view name = "node.drop_leftovers";
  NodeId id = {};
  std::string reason = {};
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const CreateNode& command);
Result<Changes> decide(const World& world, const EditNode& command);
Result<Changes> decide(const World& world, const EnableNode& command);
Result<Changes> decide(const World& world, const DisableNode& command);
Result<Changes> decide(const World& world, const DeleteNode& command);
Result<Changes> decide(const World& world, const RequestNodeCheck& command);
Result<Changes> decide(const World& world, const ReportNodeChecked& command);
Result<Changes> decide(const World& world, const ReportNodeInstalled& command);
Result<Changes> decide(const World& world, const LeaveNodeOut& command);
Result<Changes> decide(const World& world, const NoteLeftovers& command);
Result<Changes> decide(const World& world, const ReportLeftoversRemoved& command);
Result<Changes> decide(const World& world, const DropLeftovers& command);

}  // namespace kigen::orchestrator
