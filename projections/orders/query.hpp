#pragma once

#include "projections/applies/query.hpp"
#include "projections/basis/owners.hpp"
#include "projections/log_lines/language.hpp"
#include "projections/log_lines/timeline.hpp"
#include "projections/orders/rows.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// An order as it is kept: its lines are rendered and its applies looked up when it is read.
struct StoredOrder {
  OrderDetail detail = {};
  std::vector<TimedLine> lines = {};

  static constexpr auto fields = events::field_list(events::field("detail", &StoredOrder::detail),
                                                    events::field("lines", &StoredOrder::lines));
};

/// What the row has from the aggregate.
void show(OrderDetail& row, const events::Order& order);

/// Orders with their history (R18, R19). Queries: any thread.
class Orders final : public View {
 public:
  Orders(Store& store, const Owners& owners, const Applies& applies);

  Result<Seen<OrderDetail>> detail(const events::Scope& scope, OrderId id, Language language) const;
  /// Newest first.
  Result<Page<OrderRow>> list(const events::Scope& scope, const Paging& paging) const;
  Result<Page<OrderRow>> of_service(const events::Scope& scope, ServiceId service,
                                    const Paging& paging) const;
  /// Those that have not ended, newest first.
  Result<Page<OrderRow>> open(const events::Scope& scope, const Paging& paging) const;

  Result<> fold(const Fact& fact) override;

 private:
  std::vector<AnyTable*> tables() override { return {&orders_}; }
  Result<> fold_order(const Fact& fact, const events::Order& order);
  Result<> fold_job(const Fact& fact, const events::Job& job);
  Result<> fold_left_out(const Fact& fact);
  Result<Page<OrderRow>> rows(const events::Scope& scope, std::string_view index, const Paging& paging) const;

  Store& store_;
  const Owners& owners_;
  const Applies& applies_;
  Table<StoredOrder> orders_;
};

}  // namespace kigen::projections
