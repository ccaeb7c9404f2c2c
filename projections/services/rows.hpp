#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/state/apply.hpp"
#include "events/state/node.hpp"
#include "events/state/order.hpp"
#include "events/state/service.hpp"
#include "projections/severity.hpp"

namespace kigen::projections {

/// One row of the service list (R8).
struct ServiceRow {
  ServiceId id = {};
  std::string name = {};
  std::string common_name = {};
  std::uint32_t san_count = 0;
  bool enabled = true;
  events::ExpiryStatus expiry_status = events::ExpiryStatus::none;
  std::optional<Instant> not_after = {};  ///< of the current generation
  std::string current_serial = {};
  std::uint32_t nodes = 0;
  std::uint32_t nodes_served = 0;  ///< those last seen to serve the current serial
  OrderState order_state = OrderState::none;
  ApplyState apply_state = ApplyState::none;
  Severity severity = Severity::ok;
  UserGroupId group = {};  ///< that it is in

  static constexpr auto fields = events::field_list(
      events::field("id", &ServiceRow::id), events::field("name", &ServiceRow::name),
      events::field("commonName", &ServiceRow::common_name),
      events::field("sanCount", &ServiceRow::san_count), events::field("enabled", &ServiceRow::enabled),
      events::field("expiryStatus", &ServiceRow::expiry_status),
      events::field("notAfter", &ServiceRow::not_after),
      events::field("currentSerial", &ServiceRow::current_serial), events::field("nodes", &ServiceRow::nodes),
      events::field("nodesServed", &ServiceRow::nodes_served),
      events::field("orderState", &ServiceRow::order_state),
      events::field("applyState", &ServiceRow::apply_state), events::field("severity", &ServiceRow::severity),
      events::field("group", &ServiceRow::group));
  friend bool operator==(const ServiceRow&, const ServiceRow&) = default;
};

/// A node that keeps a generation from being removed.
struct GenerationHolder {
  NodeId node = {};
  std::string name = {};

  static constexpr auto fields = events::field_list(events::field("node", &GenerationHolder::node),
                                                    events::field("name", &GenerationHolder::name));
};

/// A filled slot (R9), without its PEM texts.
struct ServiceGeneration {
  std::uint8_t slot = 1;
  bool current = false;  ///< what exports and applies use
  std::string serial = {};
  std::string issuer = {};
  Instant not_before = {};
  Instant not_after = {};
  Instant chain_not_after = {};  ///< earliest expiry in the whole chain
  std::vector<std::string> names = {};
  bool has_key = false;
  std::string leaf_sha256 = {};
  std::string public_key_sha256 = {};
  std::optional<OrderId> order = {};  ///< none: imported
  Instant registered_at = {};
  Position position = 0;            ///< of its record in the log
  std::uint32_t intermediates = 0;  ///< in its chain
  bool not_yet_valid = false;
  bool extra = false;  ///< kept beside the service's slots, as nodes hold it
  std::vector<GenerationHolder> held_by = {};

  static constexpr auto fields = events::field_list(
      events::field("slot", &ServiceGeneration::slot), events::field("current", &ServiceGeneration::current),
      events::field("serial", &ServiceGeneration::serial),
      events::field("issuer", &ServiceGeneration::issuer),
      events::field("notBefore", &ServiceGeneration::not_before),
      events::field("notAfter", &ServiceGeneration::not_after),
      events::field("chainNotAfter", &ServiceGeneration::chain_not_after),
      events::field("names", &ServiceGeneration::names), events::field("hasKey", &ServiceGeneration::has_key),
      events::field("leafSha256", &ServiceGeneration::leaf_sha256),
      events::field("publicKeySha256", &ServiceGeneration::public_key_sha256),
      events::field("order", &ServiceGeneration::order),
      events::field("registeredAt", &ServiceGeneration::registered_at),
      events::field("position", &ServiceGeneration::position),
      events::field("intermediates", &ServiceGeneration::intermediates),
      events::field("notYetValid", &ServiceGeneration::not_yet_valid),
      events::field("extra", &ServiceGeneration::extra),
      events::field("heldBy", &ServiceGeneration::held_by));
};

/// A CSR that waits for the next order.
struct ServiceCsr {
  std::string csr_pem = {};
  std::string public_key_sha256 = {};
  bool has_key = false;  ///< false: imported, the key is elsewhere
  Instant made_at = {};

  static constexpr auto fields = events::field_list(
      events::field("csrPem", &ServiceCsr::csr_pem),
      events::field("publicKeySha256", &ServiceCsr::public_key_sha256),
      events::field("hasKey", &ServiceCsr::has_key), events::field("madeAt", &ServiceCsr::made_at));
};

/// A node as its service's page shows it: issued, installed and served are three different facts (R26).
struct ServiceNode {
  NodeId id = {};
  std::string name = {};
  SiteId site = {};
  std::string kind = {};
  bool enabled = true;
  bool checked_from_outside = false;  ///< its settings have a check method
  std::string issued_serial = {};     ///< of the service's current generation
  std::string installed_serial = {};  ///< on the host's disk, by our last apply
  std::string served_serial = {};     ///< seen by the last check
  bool installed = false;             ///< installed = issued
  bool served = false;                ///< served = issued
  std::optional<events::Verdict> verdict = {};
  std::optional<Instant> checked_at = {};
  ApplyState apply_state = ApplyState::none;
  std::optional<ApplyId> last_apply = {};
  std::string apply_error = {};                ///< why that one did not succeed so far
  std::vector<std::string> held_serials = {};  ///< on disk, served, or to be rolled back to; none if disabled
  std::string left_out_serial = {};            ///< issued and not applied here by itself
  Severity severity = Severity::ok;

  static constexpr auto fields = events::field_list(
      events::field("id", &ServiceNode::id), events::field("name", &ServiceNode::name),
      events::field("site", &ServiceNode::site), events::field("kind", &ServiceNode::kind),
      events::field("enabled", &ServiceNode::enabled),
      events::field("checkedFromOutside", &ServiceNode::checked_from_outside),
      events::field("issuedSerial", &ServiceNode::issued_serial),
      events::field("installedSerial", &ServiceNode::installed_serial),
      events::field("servedSerial", &ServiceNode::served_serial),
      events::field("installed", &ServiceNode::installed), events::field("served", &ServiceNode::served),
      events::field("verdict", &ServiceNode::verdict), events::field("checkedAt", &ServiceNode::checked_at),
      events::field("applyState", &ServiceNode::apply_state),
      events::field("lastApply", &ServiceNode::last_apply),
      events::field("applyError", &ServiceNode::apply_error),
      events::field("heldSerials", &ServiceNode::held_serials),
      events::field("leftOutSerial", &ServiceNode::left_out_serial),
      events::field("severity", &ServiceNode::severity));
};

/// An order as its service's page shows it.
struct ServiceOrder {
  OrderId id = {};
  events::OrderStage stage = events::OrderStage::requested;
  events::OrderReason reason = events::OrderReason::requested;
  std::optional<Instant> scheduled_for = {};
  std::string status = {};
  std::string last_error = {};
  std::string attempt_error = {};  ///< "code: detail" of the last attempt, if that failed
  bool parked = false;             ///< there are no more attempts until a person wants one
  Instant requested_at = {};
  std::optional<Instant> ended_at = {};

  static constexpr auto fields = events::field_list(
      events::field("id", &ServiceOrder::id), events::field("stage", &ServiceOrder::stage),
      events::field("reason", &ServiceOrder::reason),
      events::field("scheduledFor", &ServiceOrder::scheduled_for),
      events::field("status", &ServiceOrder::status), events::field("lastError", &ServiceOrder::last_error),
      events::field("attemptError", &ServiceOrder::attempt_error),
      events::field("parked", &ServiceOrder::parked),
      events::field("requestedAt", &ServiceOrder::requested_at),
      events::field("endedAt", &ServiceOrder::ended_at));
};

/// The service's page.
struct ServiceDetail {
  ServiceId id = {};
  Version version = 0;  ///< of the service's stream
  events::ServiceSettings settings = {};
  bool enabled = true;
  events::ExpiryStatus expiry_status = events::ExpiryStatus::none;
  std::optional<std::uint8_t> selected_slot = {};   ///< none = the newest expiry is current
  std::vector<ServiceGeneration> generations = {};  ///< by slot
  std::optional<ServiceCsr> csr = {};
  bool key_requested = false;  ///< a key and CSR are being made
  std::optional<Instant> renewal_due = {};
  bool renewal_overdue = false;
  std::vector<ServiceNode> nodes = {};  ///< in order of creation
  std::optional<ServiceOrder> open_order = {};
  std::optional<ServiceOrder> last_order = {};  ///< the newest that ended
  OrderState order_state = OrderState::none;
  ApplyState apply_state = ApplyState::none;
  Severity severity = Severity::ok;

  static constexpr auto fields = events::field_list(
      events::field("id", &ServiceDetail::id), events::field("version", &ServiceDetail::version),
      events::field("settings", &ServiceDetail::settings), events::field("enabled", &ServiceDetail::enabled),
      events::field("expiryStatus", &ServiceDetail::expiry_status),
      events::field("selectedSlot", &ServiceDetail::selected_slot),
      events::field("generations", &ServiceDetail::generations), events::field("csr", &ServiceDetail::csr),
      events::field("keyRequested", &ServiceDetail::key_requested),
      events::field("renewalDue", &ServiceDetail::renewal_due),
      events::field("renewalOverdue", &ServiceDetail::renewal_overdue),
      events::field("nodes", &ServiceDetail::nodes), events::field("openOrder", &ServiceDetail::open_order),
      events::field("lastOrder", &ServiceDetail::last_order),
      events::field("orderState", &ServiceDetail::order_state),
      events::field("applyState", &ServiceDetail::apply_state),
      events::field("severity", &ServiceDetail::severity));
};

/// The certificate texts of one generation (R11).
struct ServicePem {
  std::string serial = {};
  std::string leaf_pem = {};
  std::vector<std::string> chain_pem = {};  ///< intermediates, issuer of the leaf first

  static constexpr auto fields = events::field_list(events::field("serial", &ServicePem::serial),
                                                    events::field("leafPem", &ServicePem::leaf_pem),
                                                    events::field("chainPem", &ServicePem::chain_pem));
};

enum class ServiceSort : std::uint8_t { name, common_name, not_after };

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::ServiceSort> {
  static constexpr std::array<std::string_view, 3> words{"name", "commonName", "notAfter"};
};
