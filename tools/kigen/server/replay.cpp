#include "projections/replay.hpp"

#include <cstdio>
#include <memory>

#include "events/codec/json_out.hpp"
#include "events/core/readable.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/offline_log.hpp"

namespace kigen::tools {
namespace {

struct TypedReplay {
  std::filesystem::path config;
  std::string at;
  std::string service;
};

constexpr std::size_t page_rows = 500;

template <events::Declared T>
void print_line(const T& value) {
  std::printf("%s\n", readable_json(events::to_json(value)).c_str());
}

/// One JSON line a service: the row, or with --service the whole page of that one.
Result<> print_services(const projections::Views& views, const std::string& name) {
  projections::ServiceFilter filter;
  filter.search = name;
  projections::Paging paging{.cursor = {}, .limit = page_rows};
  for (;;) {
    TRY(const auto page, views.services().list(events::Scope::everything(), filter, paging));
    for (const auto& row : page.rows) {
      if (name.empty()) {
        print_line(row);
      } else if (row.name == name) {
        TRY(const auto detail, views.services().detail(events::Scope::everything(), row.id));
        print_line(detail.value);
      }
    }
    if (!page.next) return {};
    paging.cursor = page.next;
  }
}

Result<> replay(const TypedReplay& typed) {
  TRY(const auto log, open_offline_log(typed.config));
  TRY(const auto end, records_until(*log, typed.at));
  TRY(const auto views, run_blocking(projections::fold_to(*log, end)));
  if (typed.service.empty()) {
    TRY(const auto dashboard,
        views->dashboard().page(events::Scope::everything(), projections::max_page_rows));
    print_line(dashboard);
  }
  return print_services(*views, typed.service);
}

}  // namespace

void add_replay(CLI::App& app, int& exit_code) {
  auto typed = std::make_shared<TypedReplay>();
  auto* command = app.add_subcommand(
      "replay",
      "show the state as it was: the dashboard and every service as JSON lines, from the log alone");
  command->group("Server");
  command->add_option("--config", typed->config, "configuration file of the installation, which must not run")
      ->required();
  command->add_option("--at", typed->at,
                      "a log position, or a UTC time like 2026-11-22T20:46:19Z; default the end");
  command->add_option("--service", typed->service, "only this service, with everything about it");
  command->add_flag("--json")->description("JSON lines, which it prints in any case");
  command->callback([typed, &exit_code] {
    const auto done = replay(*typed);
    if (done) return;
    std::fprintf(stderr, "kigen replay: %s\n", describe(done.error()).c_str());
    exit_code = 1;
  });
}

}  // namespace kigen::tools
