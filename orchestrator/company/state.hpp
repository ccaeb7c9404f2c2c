#pragma once

#include <map>
#include <string>

#include "events/company_events.hpp"
#include "orchestrator/stamp.hpp"

namespace kigen::orchestrator {

/// The installation's owner, its sites and general settings (R1, R5): one stream.
struct Company {
  Version version = 0;
  std::string name = {};
  std::map<SiteId, std::string> sites = {};
  events::GeneralSettings settings = {};
};

Company evolve(Company company, const events::CompanyEvent& event, const Stamp& stamp);

}  // namespace kigen::orchestrator
