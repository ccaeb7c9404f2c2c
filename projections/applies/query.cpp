#include "projections/applies/query.hpp"

#include "projections/log_lines/messages.hpp"

namespace kigen::projections {
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

}  // namespace

Result<Seen<ApplyDetail>> Applies::detail(ApplyId id, Language language) const {
  const auto reading = store_.reading();
  TRY(auto apply, applies_.require(key_of(id), "apply " + to_text(id)));
  say_steps(apply.detail, language);
  apply.detail.timeline = timeline_of(apply.lines, language);
  return Seen<ApplyDetail>{store_.position(), std::move(apply.detail)};
}

Result<Page<ApplyRow>> Applies::list(const Paging& paging) const {
  const auto reading = store_.reading();
  TRY(auto page, applies_.list(paging, Direction::backward));
  return rows_of(std::move(page));
}

Result<Page<ApplyRow>> Applies::rows(std::string_view index, const Paging& paging) const {
  const auto reading = store_.reading();
  TRY(auto page, applies_.list(index, paging, Direction::backward));
  return rows_of(std::move(page));
}

Result<Page<ApplyRow>> Applies::of_service(ServiceId service, const Paging& paging) const {
  return rows("service/" + key_of(service), paging);
}

Result<Page<ApplyRow>> Applies::of_node(NodeId node, const Paging& paging) const {
  return rows("node/" + key_of(node), paging);
}

Result<std::vector<ApplyRow>> Applies::of_order(OrderId order) const {
  TRY(auto page, applies_.list("order/" + key_of(order), {.limit = max_page_rows}, Direction::backward));
  return rows_of(std::move(page)).rows;
}

Result<Page<ApplyRow>> Applies::open(const Paging& paging) const { return rows("open/", paging); }

}  // namespace kigen::projections
