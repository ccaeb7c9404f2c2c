#include <algorithm>

#include "events/core/overloaded.hpp"
#include "projections/company/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

const std::string only_key = "company";

void rename(CompanyDetail& company, const SiteRenamed& event) {
  const auto site = std::ranges::find(company.sites, event.site, &SiteRow::id);
  if (site != company.sites.end()) site->name = event.name;
}

void evolve(CompanyDetail& company, const CompanyEvent& event) {
  std::visit(overloaded{
                 [&](const CompanyNamed& e) { company.name = e.name; },
                 [&](const SiteCreated& e) { company.sites.push_back({e.site, e.name}); },
                 [&](const SiteRenamed& e) { rename(company, e); },
                 [&](const SiteRemoved& e) {
                   std::erase_if(company.sites, [&](const auto& site) { return site.id == e.site; });
                 },
                 [&](const GeneralSettingsChanged& e) { company.settings = e.settings; },
             },
             event);
}

}  // namespace

CompanyView::CompanyView(Store& store) : store_(store), company_(store, "company") {}

Result<> CompanyView::fold(const Fact& fact) {
  const auto* const event = std::get_if<CompanyEvent>(&fact.event);
  if (event == nullptr) return {};
  TRY(auto* company, company_.edit(only_key));
  if (company == nullptr) {
    TRY(company, company_.put(only_key, {}));
  }
  evolve(*company, *event);
  company->version = fact.record.version;
  return {};
}

// --- answers ---

Result<Seen<CompanyDetail>> CompanyView::detail() const {
  const auto reading = store_.reading();
  TRY(auto company, company_.get(only_key));
  return Seen<CompanyDetail>{store_.position(), std::move(company).value_or(CompanyDetail{})};
}

Result<> CompanyView::write(Batch& batch) { return company_.write(batch); }
void CompanyView::commit() { company_.commit(); }

}  // namespace kigen::projections
