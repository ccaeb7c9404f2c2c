// Request targets of the API. An input is "<path>?<query>".
#include "api/server/parameters.hpp"
#include "events/node_events.hpp"
#include "orchestrator/net/url.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/problem.hpp"

namespace kigen::fuzz {
namespace {

using namespace api;

template <class T>
void expect_read(const Result<T>& result) {
  if (!result) expect_tellable(result.error());
}

void try_query(const ServerRequest& request) {
  static const std::vector<Parameter> known{common::limit, common::cursor, common::at,
                                            parameter<ServiceId>("id"),
                                            parameter<events::CheckMethod>("method")};
  const auto taken = check_query(request, known);
  expect_read(taken);
  if (!taken) return;
  const Query query(Call{request});
  const auto paging = query.paging();
  expect_read(paging);
  ensure(!paging || (paging->limit >= 1 && paging->limit <= projections::max_page_rows),
         "a page has its bounds");
  expect_read(query.number("limit"));
  expect_read(query.instant("at"));
  expect_read(query.id<ServiceId>("id"));
  expect_read(query.word<events::CheckMethod>("method"));
}

}  // namespace

void try_input(std::string_view input) {
  auto target = orchestrator::net::parse_target(input);
  if (!target) return;
  const ServerRequest request{.path = target->path, .query = std::move(target->query)};
  try_query(request);
  const Call call{.request = request, .parameters = {{"id", request.path}}};
  expect_read(path_id<ServiceId>(call, "id"));
}

}  // namespace kigen::fuzz
