#include "projections/orders/query.hpp"

#include "projections/basis/own_lists.hpp"

namespace kigen::projections {

using events::Scope;

namespace {

Page<OrderRow> rows_of(Page<StoredOrder> stored) {
  Page<OrderRow> page{.position = stored.position, .next = std::move(stored.next)};
  for (auto& order : stored.rows) page.rows.push_back(std::move(order.detail.summary));
  return page;
}

auto in_scope(const Owners& owners, const Scope& scope) {
  return [&](const StoredOrder& stored) { return owners.holds(scope, stored.detail.summary.service); };
}

}  // namespace

Result<Seen<OrderDetail>> Orders::detail(const Scope& scope, OrderId id, Language language) const {
  const auto reading = store_.reading();
  TRY(auto order, orders_.require(key_of(id), "order " + to_text(id), in_scope(owners_, scope)));
  TRY(order.detail.applies, applies_.of_order(id));
  order.detail.timeline = timeline_of(order.lines, language);
  return Seen<OrderDetail>{store_.position(), std::move(order.detail)};
}

Result<Page<OrderRow>> Orders::list(const Scope& scope, const Paging& paging) const {
  const auto reading = store_.reading();
  const auto keep = in_scope(owners_, scope);
  const auto own = own_lists(owners_, scope);
  TRY(auto page, own ? orders_.list(*own, paging, Direction::backward, keep)
                     : orders_.list(paging, Direction::backward, keep));
  return rows_of(std::move(page));
}

Result<Page<OrderRow>> Orders::rows(const Scope& scope, std::string_view index, const Paging& paging) const {
  const auto reading = store_.reading();
  TRY(auto page, orders_.list(index, paging, Direction::backward, in_scope(owners_, scope)));
  return rows_of(std::move(page));
}

Result<Page<OrderRow>> Orders::of_service(const Scope& scope, ServiceId service, const Paging& paging) const {
  return rows(scope, list_of(service), paging);
}

Result<Page<OrderRow>> Orders::open(const Scope& scope, const Paging& paging) const {
  const auto reading = store_.reading();
  const auto keep = [in = in_scope(owners_, scope)](const StoredOrder& stored) {
    return !stored.detail.summary.ended_at && in(stored);
  };
  const auto own = own_lists(owners_, scope);
  TRY(auto page,
      orders_.list(own.value_or(std::vector<std::string>{"open/"}), paging, Direction::backward, keep));
  return rows_of(std::move(page));
}

}  // namespace kigen::projections
