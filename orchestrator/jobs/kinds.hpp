#pragma once

#include <string>
#include <string_view>

#include "events/core/ids.hpp"
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

/// A site's own pool of a kind: "install@<site id>". Its jobs are counted apart from those of all others.
inline std::string of_site(std::string_view pool, SiteId site) {
  return std::string(pool) + '@' + to_text(site);
}
/// "install", of a site's pool and of one without a site.
inline std::string_view base_of(std::string_view pool) { return pool.substr(0, pool.find('@')); }
}  // namespace job_pool

}  // namespace kigen::orchestrator
