#include "events/state/company.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {

Company evolve(Company company, const CompanyEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const CompanyNamed& e) { company.name = e.name; },
                 [&](const SiteCreated& e) { company.sites[e.site] = e.settings; },
                 [&](const SiteRenamed& e) { company.sites[e.site] = e.settings; },
                 [&](const SiteRemoved& e) { company.sites.erase(e.site); },
                 [&](const GeneralSettingsChanged& e) { company.settings = e.settings; },
                 [&](const CompanyClaimed&) { company.claimed = true; },
                 unchanged_by<CompanyRecovered>,
             },
             event);
  company.version = stamp.version;
  return company;
}

}  // namespace kigen::events
