#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/order_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

enum class OrderStage : std::uint8_t {
  requested,   ///< waits for its time or for a key
  prepared,    ///< key and CSR are there
  submitting,  ///< the intent is on disk; the CA may have heard of it
  submitted,   ///< the CA has it
  issued,      ///< downloaded, not yet a generation
  registered,  ///< the good end
  failed,
  cancelled,
};
template <>
struct EnumWords<OrderStage> {
  static constexpr std::array<std::string_view, 8> words{
      "requested", "prepared", "submitting", "submitted", "issued", "registered", "failed", "cancelled"};
};

struct Order {
  OrderId id = {};
  Version version = 0;
  ServiceId service = {};
  CaAccountId ca_account = {};
  std::string common_name = {};
  std::vector<std::string> sans = {};
  OrderReason reason = OrderReason::requested;
  std::optional<Instant> scheduled_for = {};
  bool apply_when_issued = false;
  OrderStage stage = OrderStage::requested;
  std::optional<KeyRef> key = {};
  std::string csr_pem = {};
  std::string public_key_sha256 = {};  ///< of the CSR: the certificate must have it
  std::uint32_t attempt = 0;
  std::string request_key = {};
  std::string ca_order = {};
  std::string status = {};                        ///< the CA's last word
  std::string last_error = {};                    ///< error_text since it last got on, or why it failed
  Position issued_at = 0;                         ///< record with the chain
  std::optional<std::string> cancel_reason = {};  ///< a person wants no more of it
};

bool has_ended(const Order& order);
/// How Order::last_error tells an error.
std::string error_text(const std::string& code, const std::string& message);

Order evolve(Order order, const OrderEvent& event, const Stamp& stamp);

}  // namespace kigen::events
