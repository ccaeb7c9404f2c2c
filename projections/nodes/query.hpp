#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/state/apply.hpp"
#include "events/state/node.hpp"
#include "projections/basis/owners.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// What was seen from outside (R26).
struct NodeCheck {
  Instant at = {};
  events::Verdict verdict = events::Verdict::unreachable;
  std::string expected_serial = {};
  std::string served_serial = {};
  std::vector<events::AddressSeen> addresses = {};

  static constexpr auto fields =
      events::field_list(events::field("at", &NodeCheck::at), events::field("verdict", &NodeCheck::verdict),
                         events::field("expectedSerial", &NodeCheck::expected_serial),
                         events::field("servedSerial", &NodeCheck::served_serial),
                         events::field("addresses", &NodeCheck::addresses));
};

struct NodeApply {
  ApplyId id = {};
  events::ApplyStage stage = events::ApplyStage::requested;
  std::string serial = {};
  Instant at = {};  ///< of its last change of stage

  static constexpr auto fields =
      events::field_list(events::field("id", &NodeApply::id), events::field("stage", &NodeApply::stage),
                         events::field("serial", &NodeApply::serial), events::field("at", &NodeApply::at));
};

/// What an ended apply left on the node's host.
struct NodeLeftover {
  ApplyId apply = {};
  std::string serial = {};
  std::vector<std::string> steps = {};  ///< that were begun and not undone
  bool being_removed = true;            ///< false: it stays until the next certificate is installed
  Instant since = {};

  static constexpr auto fields = events::field_list(
      events::field("apply", &NodeLeftover::apply), events::field("serial", &NodeLeftover::serial),
      events::field("steps", &NodeLeftover::steps),
      events::field("beingRemoved", &NodeLeftover::being_removed),
      events::field("since", &NodeLeftover::since));
};

/// A node's page (R21). Its issued serial is its service's current one: see ServiceNode.
struct NodeDetail {
  NodeId id = {};
  Version version = 0;
  ServiceId service = {};
  std::string service_name = {};  ///< filled in by the query
  events::NodeSettings settings = {};
  bool enabled = true;
  std::string installed_serial = {};
  std::optional<Instant> installed_at = {};
  std::string verified_serial = {};  ///< last seen to match: "previous good" (R27)
  std::optional<NodeCheck> last_check = {};
  bool check_requested = false;  ///< asked for and not answered yet
  std::optional<NodeApply> last_apply = {};
  std::vector<NodeLeftover> leftovers = {};
  std::string left_out_serial = {};  ///< issued and not applied here by itself: the node was busy or disabled

  static constexpr auto fields = events::field_list(
      events::field("id", &NodeDetail::id), events::field("version", &NodeDetail::version),
      events::field("service", &NodeDetail::service), events::field("serviceName", &NodeDetail::service_name),
      events::field("settings", &NodeDetail::settings), events::field("enabled", &NodeDetail::enabled),
      events::field("installedSerial", &NodeDetail::installed_serial),
      events::field("installedAt", &NodeDetail::installed_at),
      events::field("verifiedSerial", &NodeDetail::verified_serial),
      events::field("lastCheck", &NodeDetail::last_check),
      events::field("checkRequested", &NodeDetail::check_requested),
      events::field("lastApply", &NodeDetail::last_apply), events::field("leftovers", &NodeDetail::leftovers),
      events::field("leftOutSerial", &NodeDetail::left_out_serial));
};

/// What the row has from the aggregate.
void show(NodeDetail& row, const events::Node& node);

/// Nodes. Queries: any thread.
class Nodes final : public View {
 public:
  Nodes(Store& store, const Owners& owners);

  Result<Seen<NodeDetail>> detail(const events::Scope& scope, NodeId id) const;
  /// All nodes, by id (= order of creation).
  Result<Page<NodeDetail>> list(const events::Scope& scope, const Paging& paging) const;
  /// A service's nodes, in order of creation.
  Result<Page<NodeDetail>> of_service(const events::Scope& scope, ServiceId service,
                                      const Paging& paging) const;

  Result<> fold(const Fact& fact) override;

 private:
  std::vector<AnyTable*> tables() override { return {&nodes_}; }
  Result<> fold_node(const Fact& fact, const events::Node& node);
  Result<> fold_apply(const Fact& fact, const events::Apply& apply);
  Result<Page<NodeDetail>> named(Result<Page<NodeDetail>> page) const;

  Store& store_;
  const Owners& owners_;
  Table<NodeDetail> nodes_;
};

}  // namespace kigen::projections
