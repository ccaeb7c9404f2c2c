#include "projections/applies/query.hpp"

#include "projections/basis/own_lists.hpp"
#include "projections/log_lines/messages.hpp"

namespace kigen::projections {

using events::Scope;

namespace {

Page<ApplyRow> rows_of(Page<StoredApply> stored) {
  Page<ApplyRow> page{.position = stored.position, .next = std::move(stored.next)};
  for (auto& apply : stored.rows) page.rows.push_back(std::move(apply.detail.summary));
  return page;
}

void say_steps(ApplyDetail& apply, Language language) {
  for (auto& step : apply.steps)
    if (step.message_number != 0)
      step.message = render(make_line(step.message_number, {{"service", apply.summary.service_name},
                                                            {"node", apply.summary.node_name},
                                                            {"detail", step.detail}}),
                            language);
}

auto in_scope(const Owners& owners, const Scope& scope) {
  return [&](const StoredApply& stored) { return owners.holds(scope, stored.detail.summary.service); };
}

}  // namespace

Result<Seen<ApplyDetail>> Applies::detail(const Scope& scope, ApplyId id, Language language) const {
  const auto reading = store_.reading();
  TRY(auto apply, applies_.require(key_of(id), "apply " + to_text(id), in_scope(owners_, scope)));
  say_steps(apply.detail, language);
  apply.detail.timeline = timeline_of(apply.lines, language);
  return Seen<ApplyDetail>{store_.position(), std::move(apply.detail)};
}

Result<Page<ApplyRow>> Applies::list(const Scope& scope, const Paging& paging) const {
  const auto reading = store_.reading();
  const auto keep = in_scope(owners_, scope);
  const auto own = own_lists(owners_, scope);
  TRY(auto page, own ? applies_.list(*own, paging, Direction::backward, keep)
                     : applies_.list(paging, Direction::backward, keep));
  return rows_of(std::move(page));
}

Result<Page<ApplyRow>> Applies::rows(const Scope& scope, std::string_view index, const Paging& paging) const {
  const auto reading = store_.reading();
  TRY(auto page, applies_.list(index, paging, Direction::backward, in_scope(owners_, scope)));
  return rows_of(std::move(page));
}

Result<Page<ApplyRow>> Applies::of_service(const Scope& scope, ServiceId service,
                                           const Paging& paging) const {
  return rows(scope, list_of(service), paging);
}

Result<Page<ApplyRow>> Applies::of_node(const Scope& scope, NodeId node, const Paging& paging) const {
  return rows(scope, "node/" + key_of(node), paging);
}

Result<std::vector<ApplyRow>> Applies::of_order(OrderId order) const {
  TRY(auto page, applies_.list("order/" + key_of(order), {.limit = max_page_rows}, Direction::backward));
  return rows_of(std::move(page)).rows;
}

Result<Page<ApplyRow>> Applies::open(const Scope& scope, const Paging& paging) const {
  const auto reading = store_.reading();
  const auto keep = [in = in_scope(owners_, scope)](const StoredApply& stored) {
    return !stored.detail.summary.ended_at && in(stored);
  };
  const auto own = own_lists(owners_, scope);
  TRY(auto page,
      applies_.list(own.value_or(std::vector<std::string>{"open/"}), paging, Direction::backward, keep));
  return rows_of(std::move(page));
}

}  // namespace kigen::projections
