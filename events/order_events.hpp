#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

enum class OrderReason : std::uint8_t { requested, renewal };
template <>
struct EnumWords<OrderReason> {
  static constexpr std::array<std::string_view, 2> words{"requested", "renewal"};
};

/// A certificate is wanted; its names and account are fixed here (R18, R19).
struct OrderRequested {
  ServiceId service = {};
  CaAccountId ca_account = {};
  std::string common_name = {};
  std::vector<std::string> sans = {};
  OrderReason reason = OrderReason::requested;
  std::optional<Instant> scheduled_for = {};  ///< none = at once
  bool apply_when_issued = false;
  static constexpr EventType type{.name = "order.requested"};
  static constexpr auto fields = field_list(
      field("service", &OrderRequested::service), field("caAccount", &OrderRequested::ca_account),
      field("commonName", &OrderRequested::common_name), field("sans", &OrderRequested::sans),
      field("reason", &OrderRequested::reason), field("scheduledFor", &OrderRequested::scheduled_for),
      field("applyWhenIssued", &OrderRequested::apply_when_issued));
  friend bool operator==(const OrderRequested&, const OrderRequested&) = default;
};

/// Key and CSR for this order are there.
struct OrderKeyPrepared {
  std::optional<KeyRef> key = {};  ///< none: the key is elsewhere (imported CSR)
  std::string csr_pem = {};
  std::string public_key_sha256 = {};
  static constexpr EventType type{.name = "order.key_prepared"};
  static constexpr auto fields =
      field_list(field("key", &OrderKeyPrepared::key), field("csrPem", &OrderKeyPrepared::csr_pem),
                 field("publicKeySha256", &OrderKeyPrepared::public_key_sha256));
  friend bool operator==(const OrderKeyPrepared&, const OrderKeyPrepared&) = default;
};

/// The intent: on disk before the CA hears a word.
struct SubmissionStarted {
  std::uint32_t attempt = 1;
  std::string request_key = {};
  static constexpr EventType type{.name = "order.submission_started"};
  static constexpr auto fields = field_list(field("attempt", &SubmissionStarted::attempt),
                                            field("requestKey", &SubmissionStarted::request_key));
  friend bool operator==(const SubmissionStarted&, const SubmissionStarted&) = default;
};

/// The CA took the request and gave it a name of its own.
struct OrderSubmitted {
  std::string ca_order = {};
  std::uint32_t attempt = 1;
  static constexpr EventType type{.name = "order.submitted"};
  static constexpr auto fields =
      field_list(field("caOrder", &OrderSubmitted::ca_order), field("attempt", &OrderSubmitted::attempt));
  friend bool operator==(const OrderSubmitted&, const OrderSubmitted&) = default;
};

/// The CA's status word for the order changed.
struct OrderStatusChanged {
  std::string status = {};
  std::string detail = {};
  static constexpr EventType type{.name = "order.status_changed"};
  static constexpr auto fields =
      field_list(field("status", &OrderStatusChanged::status), field("detail", &OrderStatusChanged::detail));
  friend bool operator==(const OrderStatusChanged&, const OrderStatusChanged&) = default;
};

/// An error that will be retried, with the CA's own words where it gave some; said once per different error.
struct OrderErred {
  std::string code = {};
  std::string message = {};
  std::uint32_t number = 2199;  ///< message number
  static constexpr EventType type{.name = "order.erred", .schema = 2};
  static constexpr auto fields =
      field_list(field("code", &OrderErred::code), field("message", &OrderErred::message),
                 field("number", &OrderErred::number).added_in(2));
  friend bool operator==(const OrderErred&, const OrderErred&) = default;
};

/// The certificate was downloaded; registering it with the service follows as a consequence.
struct OrderIssued {
  std::string serial = {};
  std::string chain_pem = {};  ///< leaf first
  static constexpr EventType type{.name = "order.issued"};
  static constexpr auto fields =
      field_list(field("serial", &OrderIssued::serial), field("chainPem", &OrderIssued::chain_pem));
  friend bool operator==(const OrderIssued&, const OrderIssued&) = default;
};

/// The certificate is a generation of the service: the order's good end.
struct OrderRegistered {
  std::uint8_t slot = 1;
  std::string serial = {};
  static constexpr EventType type{.name = "order.registered"};
  static constexpr auto fields =
      field_list(field("slot", &OrderRegistered::slot), field("serial", &OrderRegistered::serial));
  friend bool operator==(const OrderRegistered&, const OrderRegistered&) = default;
};

/// A final no, from the CA or from us (certificate not usable).
struct OrderFailed {
  std::string code = {};
  std::string message = {};
  static constexpr EventType type{.name = "order.failed"};
  static constexpr auto fields =
      field_list(field("code", &OrderFailed::code), field("message", &OrderFailed::message));
  friend bool operator==(const OrderFailed&, const OrderFailed&) = default;
};

/// A person wants no more of an order that the CA may have: its work ends as soon as it can.
struct OrderCancelRequested {
  std::string reason = {};
  static constexpr EventType type{.name = "order.cancel_requested"};
  static constexpr auto fields = field_list(field("reason", &OrderCancelRequested::reason));
  friend bool operator==(const OrderCancelRequested&, const OrderCancelRequested&) = default;
};

struct OrderCancelled {
  std::string reason = {};
  static constexpr EventType type{.name = "order.cancelled"};
  static constexpr auto fields = field_list(field("reason", &OrderCancelled::reason));
  friend bool operator==(const OrderCancelled&, const OrderCancelled&) = default;
};

using OrderEvent =
    std::variant<OrderRequested, OrderKeyPrepared, SubmissionStarted, OrderSubmitted, OrderStatusChanged,
                 OrderErred, OrderIssued, OrderRegistered, OrderFailed, OrderCancelRequested, OrderCancelled>;

}  // namespace kigen::events
