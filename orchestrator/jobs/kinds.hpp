#pragma once

#include <string_view>

#include "events/job_words.hpp"

/// The words that jobs are queued with; their handlers are registered under the same kinds.
namespace kigen::orchestrator {

namespace job_kind = events::job_kind;
namespace job_priority = events::job_priority;

namespace job_pool {
inline constexpr std::string_view ca = "ca";            ///< speaks with CAs
inline constexpr std::string_view install = "install";  ///< changes nodes
inline constexpr std::string_view check = "check";      ///< looks at nodes and hosts
inline constexpr std::string_view cpu = "cpu";          ///< makes keys
inline constexpr std::string_view policy = "policy";    ///< sends further commands, touches nothing outside
}  // namespace job_pool

}  // namespace kigen::orchestrator
