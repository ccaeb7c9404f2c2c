#pragma once

#include <cstdint>
#include <string_view>

/// What job events say in their kind and priority. Stored words: they keep their meaning.
namespace kigen::events {

namespace job_kind {
inline constexpr std::string_view order_advance = "order.advance";        ///< subject: the order
inline constexpr std::string_view service_make_key = "service.make_key";  ///< subject: the service
inline constexpr std::string_view service_renew = "service.renew";        ///< subject: the service
inline constexpr std::string_view service_review = "service.review";      ///< subject: the service
inline constexpr std::string_view apply_run = "apply.run";                ///< subject: the apply
inline constexpr std::string_view node_check = "node.check";              ///< subject: the node
inline constexpr std::string_view node_clean_up = "node.clean_up";        ///< subject: the node
inline constexpr std::string_view access_scan = "access.scan";            ///< subject: the access
inline constexpr std::string_view expiry_check = "expiry.check";          ///< subject: the system stream
inline constexpr std::string_view vault_review = "vault.review";          ///< subject: the vault stream
}  // namespace job_kind

/// Higher first among the due: what a person waits for goes before what the schedule wants.
namespace job_priority {
inline constexpr std::int32_t by_schedule = 0;
inline constexpr std::int32_t by_person = 10;
}  // namespace job_priority

}  // namespace kigen::events
