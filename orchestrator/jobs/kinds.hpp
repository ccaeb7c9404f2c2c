#pragma once

#include <cstdint>
#include <string_view>

/// The words that jobs are queued with; their handlers are registered under the same words.
namespace kigen::orchestrator {

namespace job_kind {
inline constexpr std::string_view order_advance = "order.advance";        ///< subject: the order
inline constexpr std::string_view service_make_key = "service.make_key";  ///< subject: the service
inline constexpr std::string_view service_renew = "service.renew";        ///< subject: the service
inline constexpr std::string_view apply_run = "apply.run";                ///< subject: the apply
inline constexpr std::string_view node_check = "node.check";              ///< subject: the node
inline constexpr std::string_view access_scan = "access.scan";            ///< subject: the access
inline constexpr std::string_view expiry_check = "expiry.check";          ///< subject: the system stream
}  // namespace job_kind

namespace job_pool {
inline constexpr std::string_view ca = "ca";            ///< speaks with CAs
inline constexpr std::string_view install = "install";  ///< changes nodes
inline constexpr std::string_view check = "check";      ///< looks at nodes and hosts
inline constexpr std::string_view cpu = "cpu";          ///< makes keys
inline constexpr std::string_view policy = "policy";    ///< sends further commands, touches nothing outside
}  // namespace job_pool

/// Higher first among the due: what a person waits for goes before what the schedule wants.
namespace job_priority {
inline constexpr std::int32_t by_schedule = 0;
inline constexpr std::int32_t by_person = 10;
}  // namespace job_priority

}  // namespace kigen::orchestrator
