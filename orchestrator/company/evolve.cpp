#include "events/core/overloaded.hpp"
#include "orchestrator/company/state.hpp"

namespace kigen::orchestrator {

Company evolve(Company company, const events::CompanyEvent& event, const Stamp& stamp) {
  using namespace events;
  std::visit(overloaded{
                 [&](const CompanyNamed& e) { company.name = e.name; },
                 [&](const SiteCreated& e) { company.sites[e.site] = e.name; },
                 [&](const SiteRenamed& e) { company.sites[e.site] = e.name; },
                 [&](const SiteRemoved& e) { company.sites.erase(e.site); },
                 [&](const GeneralSettingsChanged& e) { company.settings = e.settings; },
             },
             event);
  company.version = stamp.version;
  return company;
}

}  // namespace kigen::orchestrator
