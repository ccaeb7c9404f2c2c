#pragma once

#include <algorithm>

#include "events/company_events.hpp"
#include "orchestrator/kept/keeping.hpp"

namespace kigen::orchestrator {

/// Sites stand in the company's stream: their version is the company's.
template <>
struct Keeping<events::SiteSettings> {
  using S = events::SiteSettings;
  static constexpr bool has_own_stream = false;

  static StreamId stream(const SiteId&) { return events::company_stream; }
  static Version version_before(const World& world) { return world.company().version; }
  static Standing<S> find(const World& world, const SiteId& id) {
    const auto& company = world.company();
    const auto found = company.sites.find(id);
    return found == company.sites.end() ? Standing<S>{} : Standing<S>{company.version, &found->second};
  }
  static std::optional<SiteId> named(const World& world, std::string_view name) {
    const auto& sites = world.company().sites;
    const auto found =
        std::ranges::find_if(sites, [&](const auto& site) { return site.second.name == name; });
    return found == sites.end() ? std::nullopt : std::optional(found->first);
  }
  static bool is_used(const World& world, const SiteId& id) { return world.is_used(id); }

  static auto created(const SiteId& id, const S& settings) { return events::SiteCreated{id, settings}; }
  static auto edited(const SiteId& id, const S&, const S& after) { return events::SiteRenamed{id, after}; }
  static auto deleted(const SiteId& id) { return events::SiteRemoved{id}; }
};

}  // namespace kigen::orchestrator
