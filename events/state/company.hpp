#pragma once

#include <map>
#include <string>

#include "events/company_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

/// The installation's owner, its sites and general settings (R1, R5): one stream.
struct Company {
  Version version = 0;
  bool claimed = false;  ///< by the first admin; logs older than the event: see User::had_password
  std::string name = {};
  std::map<SiteId, SiteSettings> sites = {};
  GeneralSettings settings = {};
};

Company evolve(Company company, const CompanyEvent& event, const Stamp& stamp);

}  // namespace kigen::events
