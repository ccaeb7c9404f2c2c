#include "projections/company/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

const std::string only_key = "company";

}  // namespace

void show(CompanyDetail& row, const Company& company) {
  row.version = company.version;
  row.name = company.name;
  row.settings = company.settings;
}

CompanyView::CompanyView(Store& store) : View("company", 2), store_(store), company_(store, "company/row") {}

Result<> CompanyView::fold(const Fact& fact) {
  const auto* const company = fact.state<Company>();
  if (company == nullptr) return {};
  TRY(auto* const row, company_.at(only_key));
  show(*row, *company);
  return {};
}

// --- answers ---

Result<Seen<CompanyDetail>> CompanyView::detail() const {
  const auto reading = store_.reading();
  TRY(auto company, company_.get(only_key));
  return Seen<CompanyDetail>{store_.position(), std::move(company).value_or(CompanyDetail{})};
}

}  // namespace kigen::projections
