#pragma once

#include "projections/applies/rows.hpp"
#include "projections/basis/owners.hpp"
#include "projections/log_lines/language.hpp"
#include "projections/log_lines/timeline.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// An apply as it is kept: its lines are rendered when it is read.
struct StoredApply {
  ApplyDetail detail = {};
  std::vector<TimedLine> lines = {};

  static constexpr auto fields = events::field_list(events::field("detail", &StoredApply::detail),
                                                    events::field("lines", &StoredApply::lines));
};

/// What the row has from the aggregate.
void show(ApplyDetail& row, const events::Apply& apply);

/// Applies, step by step (R27, R28). Queries: any thread.
class Applies final : public View {
 public:
  Applies(Store& store, const Owners& owners);

  Result<Seen<ApplyDetail>> detail(const events::Scope& scope, ApplyId id, Language language) const;
  /// Newest first.
  Result<Page<ApplyRow>> list(const events::Scope& scope, const Paging& paging) const;
  Result<Page<ApplyRow>> of_service(const events::Scope& scope, ServiceId service,
                                    const Paging& paging) const;
  Result<Page<ApplyRow>> of_node(const events::Scope& scope, NodeId node, const Paging& paging) const;
  /// Those that its certificate began, newest first; at most max_page_rows. Under Store::reading().
  Result<std::vector<ApplyRow>> of_order(OrderId order) const;
  /// Those that have not ended, newest first; a stuck one has not.
  Result<Page<ApplyRow>> open(const events::Scope& scope, const Paging& paging) const;

  Result<> fold(const Fact& fact) override;

 private:
  std::vector<AnyTable*> tables() override { return {&applies_}; }
  Result<> fold_apply(const Fact& fact, const events::Apply& apply);
  Result<> fold_job(const Fact& fact, const events::Job& job);
  Result<Page<ApplyRow>> rows(const events::Scope& scope, std::string_view index, const Paging& paging) const;

  Store& store_;
  const Owners& owners_;
  Table<StoredApply> applies_;
};

}  // namespace kigen::projections
