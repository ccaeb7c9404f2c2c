#include <algorithm>
#include <iterator>

#include "api/errors.hpp"
#include "api/kept_paths.hpp"
#include "api/routes/kept_secrets.hpp"
#include "api/routes/routes.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "events/codec/event_codec.hpp"
#include "events/kept_called.hpp"
#include "orchestrator/kept/commands.hpp"

// The five routes of every kept thing, as declared with it (events/kept.hpp).

/// A row is called as the thing.
template <class S>
struct kigen::api::schema::detail::Name<kigen::projections::KeptRow<S>> {
  static constexpr std::string_view settings = own_name<S>();
  static constexpr std::string_view stem = settings.substr(0, settings.size() - sizeof("Settings") + 1);
  static constexpr std::string_view end = {};
};

namespace kigen::api {
namespace {

using events::kept_called;
using events::kept_word;
using projections::KeptFilter;
using projections::Views;

template <class S>
Result<typename S::Id> id_in(const Call& call) {
  return path_id<typename S::Id>(call, kept_word<S>);
}

template <class S>
Result<KeptFilter> filter_of(const Query& query) {
  constexpr std::array<std::string_view, 2> truths{"false", "true"};
  KeptFilter filter;
  filter.search = query.text("q").value_or("");
  filter.sort = query.text("sort").value_or(filter.sort);
  if (const auto& paths = projections::listed_paths<S>();
      std::ranges::find(paths, filter.sort) == paths.end())
    return malformed_parameter("sort", "there is no such column");
  TRY(const auto descending, query.word_index("descending", truths));
  filter.descending = descending == 1;
  return filter;
}

template <class S>
Task<Result<ServerResponse>> list(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto filter, filter_of<S>(query));
  CO_TRY(const auto paging, query.paging());
  const auto seen = groups_seen_by(call.caller);
  CO_TRY(auto page, co_await parts.replays.ask(call, [=](const Views& views) {
    if constexpr (projections::is_scoped<S>)
      return views.kept<S>().list(seen, filter, paging);
    else
      return views.kept<S>().list(filter, paging);
  }));
  co_return page_answer(std::move(page));
}

template <class S>
Task<Result<ServerResponse>> show(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, id_in<S>(call));
  const auto seen_groups = groups_seen_by(call.caller);
  CO_TRY(const auto seen, co_await parts.replays.ask(call, [=](const Views& views) {
    if constexpr (projections::is_scoped<S>)
      return views.kept<S>().detail(seen_groups, id);
    else
      return views.kept<S>().detail(id);
  }));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

/// The site that the record made: what a repeated request made at first.
Task<Result<std::string>> site_made_at(Backend& backend, Position position) {
  CO_TRY(const auto records, co_await backend.log.read(position, 1));
  if (records.empty()) co_return fail(api_errc::internal, "a repeated command is not in the log");
  const auto& record = records.front();
  const auto made = events::decode_as<events::SiteCreated>(record.schema, record.payload);
  if (!made || record.type != events::SiteCreated::type.name) co_return fail(api_errc::key_reused);
  co_return to_text(made->site);
}

/// What was made within the company's stream: its receipt names it all the same.
Task<Result<ServerResponse>> answer_site(Backend& backend, const Call& call,
                                         orchestrator::Create<events::SiteSettings> command) {
  auto made = to_text(command.id);
  CO_TRY(auto done, co_await execute(backend, call, orchestrator::as_command(std::move(command))));
  if (done.repeated) {
    CO_TRY(made, co_await site_made_at(backend, done.receipt.position));
  }
  done.receipt.id = std::move(made);
  co_return receipt_answer(201, done.receipt);
}

template <class S>
Task<Result<ServerResponse>> create(RouteParts parts, const Call& call) {
  CO_TRY(auto sent, body_with_secrets<S>(call));
  NewSecrets secrets(parts.backend);
  orchestrator::Create<S> command;
  command.id = orchestrator::fresh_id<typename S::Id>(parts.backend.clock.now(), parts.backend.random);
  const S* const nothing = nullptr;
  CO_TRY(command.settings, co_await settings_of(parts.backend, secrets, std::move(sent), nothing));
  if constexpr (std::is_same_v<S, events::SiteSettings>)
    co_return co_await answer_site(parts.backend, call, std::move(command));
  else
    co_return co_await answer_with_secrets(parts.backend, call, secrets,
                                           orchestrator::as_command(std::move(command)), 201);
}

/// Those of now; fails where there are none.
template <class S>
Task<Result<S>> stored_settings(RouteParts parts, typename S::Id id) {
  auto stored = co_await ask_world(parts.backend, [id](const orchestrator::World& world) {
    const auto standing = orchestrator::Keeping<S>::find(world, id);
    return standing.settings == nullptr ? std::optional<S>{} : std::optional(*standing.settings);
  });
  if (!stored)
    co_return fail(orchestrator::kept_errc::unknown, std::string(kept_word<S>) + ' ' + to_text(id));
  co_return *std::move(stored);
}

template <class S>
Task<Result<ServerResponse>> edit(RouteParts parts, const Call& call) {
  orchestrator::Edit<S> command;
  CO_TRY(command.id, id_in<S>(call));
  CO_TRY(auto sent, body_with_secrets<S>(call));
  CO_TRY(const auto stored, co_await stored_settings<S>(parts, command.id));
  NewSecrets secrets(parts.backend);
  CO_TRY(command.settings, co_await settings_of(parts.backend, secrets, std::move(sent), &stored));
  command.kept = orchestrator::secrets_kept(stored, command.settings);
  co_return co_await answer_with_secrets(
      parts.backend, call, secrets, orchestrator::as_command(std::move(command)), 200, {.replaces = true});
}

template <class S>
Task<Result<ServerResponse>> remove(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, id_in<S>(call));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::Delete<S>{id}));
}

/// What a route does to one of them; it stays as long as the process, as routes refer to it.
template <class S, const std::string_view& verb, const std::string_view& end>
std::string_view summary() {
  static const auto text = std::string(verb) + kept_called<S>().an_one + std::string(end);
  return text;
}
/// "Accesses", "CA accounts".
template <class S>
std::string_view summary_of_all() {
  static const auto text = events::begun(kept_called<S>().all);
  return text;
}
constexpr auto in_columns = parameter<std::string>("q", "part of a text that the list shows");

constexpr std::string_view nothing_more = "";
constexpr std::string_view add = "Add ";
constexpr std::string_view show_one = "Show ";
constexpr std::string_view change = "Change ";
constexpr std::string_view delete_one = "Delete ";
constexpr std::string_view if_unused = " that nothing uses";

Route proved_if(Route route, bool proved) { return proved ? std::move(route).proved() : route; }

template <class S>
std::vector<Route> routes_of(RouteParts parts) {
  using namespace common;
  using Row = projections::RowOf<S>::type;
  constexpr bool proved = S::kept.proved;
  return {
      get(path_of_all<S>, Need::viewer, with(parts, list<S>), summary_of_all<S>())
          .takes({in_columns, sort, descending, limit, cursor, at})
          .template gives<ListPage<Row>>(),
      proved_if(post(path_of_all<S>, Need::admin, with(parts, create<S>), summary<S, add, nothing_more>())
                    .template reads<S>()
                    .runs(201),
                proved),
      get(path_of_one<S>, Need::viewer, with(parts, show<S>), summary<S, show_one, nothing_more>())
          .takes({at})
          .template gives<Row>()
          .with_version(),
      proved_if(put(path_of_one<S>, Need::admin, with(parts, edit<S>), summary<S, change, nothing_more>())
                    .template reads<S>()
                    .replaces()
                    .runs(),
                proved),
      proved_if(
          erase(path_of_one<S>, Need::admin, with(parts, remove<S>), summary<S, delete_one, if_unused>())
              .matches()
              .runs(),
          proved),
  };
}

}  // namespace

std::vector<Route> kept_routes(RouteParts parts) {
  std::vector<Route> all;
  events::KeptThings::for_each(
      [&]<class S>() { std::ranges::move(routes_of<S>(parts), std::back_inserter(all)); });
  return all;
}

std::vector<schema::KeptThing> kept_things() {
  std::vector<schema::KeptThing> all;
  events::KeptThings::for_each([&]<class S>() {
    all.push_back({kept_word<S>, path_of_all<S>, kept_word<S>, &schema::type_of<S>,
                   &schema::type_of<typename projections::RowOf<S>::type>});
  });
  return all;
}

}  // namespace kigen::api
