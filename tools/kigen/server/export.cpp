#include <cstdio>
#include <memory>

#include "projections/log_lines/format.hpp"
#include "projections/replay.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/offline_log.hpp"

namespace kigen::tools {
namespace {

using namespace projections;

struct TypedExport {
  std::filesystem::path config;
  std::string at;
  std::string service;
  std::string format = "text";
  std::string language = "en";
  bool json = false;
};

std::string render(const LogRow& row, const std::string& format) {
  if (format == "jsonl") return to_json_line(row) + "\n";
  if (format == "csv") return to_csv(row);
  return to_text(row) + "\n";
}

Result<std::optional<ServiceId>> find_service(const Views& views, const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (const auto id = parse_id<ServiceId>(name)) return std::optional(*id);
  ServiceFilter filter;
  filter.search = name;
  TRY(const auto page,
      views.services().list(events::Scope::everything(), filter, {.cursor = {}, .limit = max_page_rows}));
  for (const auto& row : page.rows)
    if (row.name == name) return std::optional(row.id);
  return fail(core_errc::malformed_id, "no service is called \"" + name + "\"");
}

Result<> print_lines(const Views& views, const TypedExport& typed) {
  LogFilter filter;
  TRY(filter.service, find_service(views, typed.service));
  filter.newest_first = false;
  filter.language = typed.language == "ja" ? Language::ja : Language::en;
  if (typed.format == "csv") std::fputs(csv_header().c_str(), stdout);
  if (typed.format == "text") std::fputs(text_header(filter.language).c_str(), stdout);
  Paging paging{.cursor = {}, .limit = max_page_rows};
  for (;;) {
    TRY(const auto page, views.log_lines().lines(Reader::everything(), filter, paging));
    for (const auto& row : page.rows) std::fputs(render(row, typed.format).c_str(), stdout);
    if (!page.notice.empty()) std::fprintf(stderr, "%s\n", page.notice.c_str());
    if (!page.next) return {};
    paging.cursor = page.next;
  }
}

Result<> export_lines(const TypedExport& typed) {
  TRY(const auto log, open_offline_log(typed.config));
  TRY(const auto end, records_until(*log, typed.at));
  TRY(const auto views, run_blocking(fold_to(*log, end)));
  return print_lines(*views, typed);
}

}  // namespace

void add_export(CLI::App& app, int& exit_code) {
  auto typed = std::make_shared<TypedExport>();
  auto* command =
      app.add_subcommand("export", "print the log lines, overall or of one service, from the event log");
  command->group("Server");
  command->add_option("--config", typed->config, "configuration file of the installation, which must not run")
      ->required();
  command->add_option("--at", typed->at, "up to this log position or UTC time; default the end");
  command->add_option("--service", typed->service, "only this service, by name or id");
  auto* format = command->add_option("--format", typed->format, "text, jsonl or csv")
                     ->check(CLI::IsMember({"text", "jsonl", "csv"}))
                     ->capture_default_str();
  command->add_option("--lang", typed->language, "en or ja")
      ->check(CLI::IsMember({"en", "ja"}))
      ->capture_default_str();
  command->add_flag("--json", typed->json, "the same as --format jsonl")->excludes(format);
  command->callback([typed, &exit_code] {
    if (typed->json) typed->format = "jsonl";
    const auto done = export_lines(*typed);
    if (done) return;
    std::fprintf(stderr, "kigen export: %s\n", describe(done.error()).c_str());
    exit_code = 1;
  });
}

}  // namespace kigen::tools
