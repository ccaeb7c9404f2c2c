#pragma once

#include <string>
#include <vector>

#include "events/state/company.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// The installation's owner and general settings (R1, R5).
struct CompanyDetail {
  Version version = 0;
  std::string name = {};  ///< empty until first named
  events::GeneralSettings settings = {};

  static constexpr auto fields = events::field_list(events::field("version", &CompanyDetail::version),
                                                    events::field("name", &CompanyDetail::name),
                                                    events::field("settings", &CompanyDetail::settings));
};

/// What the row has from the aggregate: all of it.
void show(CompanyDetail& row, const events::Company& company);

/// Company and general settings. Queries: any thread.
class CompanyView final : public View {
 public:
  explicit CompanyView(Store& store);

  /// Defaults when nothing was ever set.
  Result<Seen<CompanyDetail>> detail() const;

  Result<> fold(const Fact& fact) override;

 private:
  std::vector<AnyTable*> tables() override { return {&company_}; }

  Store& store_;
  Table<CompanyDetail> company_;
};

}  // namespace kigen::projections
