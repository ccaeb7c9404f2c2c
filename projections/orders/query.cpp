#include "projections/orders/query.hpp"

namespace kigen::projections {
namespace {

Page<OrderRow> rows_of(Page<StoredOrder> stored) {
  Page<OrderRow> page{.position = stored.position, .next = std::move(stored.next)};
  for (auto& order : stored.rows) page.rows.push_back(std::move(order.detail.summary));
  return page;
}

}  // namespace

Result<Seen<OrderDetail>> Orders::detail(OrderId id, Language language) const {
  const auto reading = store_.reading();
  TRY(auto order, orders_.require(key_of(id), "order " + to_text(id)));
  TRY(order.detail.applies, applies_.of_order(id));
  order.detail.timeline = timeline_of(order.lines, language);
  return Seen<OrderDetail>{store_.position(), std::move(order.detail)};
}

Result<Page<OrderRow>> Orders::list(const Paging& paging) const {
  const auto reading = store_.reading();
  TRY(auto page, orders_.list(paging, Direction::backward));
  return rows_of(std::move(page));
}

Result<Page<OrderRow>> Orders::rows(std::string_view index, const Paging& paging) const {
  const auto reading = store_.reading();
  TRY(auto page, orders_.list(index, paging, Direction::backward));
  return rows_of(std::move(page));
}

Result<Page<OrderRow>> Orders::of_service(ServiceId service, const Paging& paging) const {
  return rows("service/" + key_of(service), paging);
}

Result<Page<OrderRow>> Orders::open(const Paging& paging) const { return rows("open/", paging); }

}  // namespace kigen::projections
