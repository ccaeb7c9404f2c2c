// The read models of many services: how long the views take to open, and how long the console's queries take.
//   views FOLDER SERVICES
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "projections/views.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/history.hpp"

using namespace kigen;
using namespace kigen::benchmarks;
using projections::Views;

namespace {

constexpr std::size_t services_a_batch = 100;
constexpr int repetitions = 200;

void fold_services(Figures& figures, const std::filesystem::path& folder, std::size_t services) {
  const auto views = Views::open(folder).value();
  History history;
  double folding_s = 0;
  for (std::size_t made = 0; made < services; made += services_a_batch) {
    for (std::size_t i = 0; i < services_a_batch; ++i) history.add_service();
    const auto records = history.take();
    const Meter meter;
    const auto folded = views->fold(records);
    folding_s += meter.wall_s();
    ensure(folded.has_value(), folded ? "" : describe(folded.error()));
  }
  figures.add("folded_events_s", static_cast<double>(views->position()) / folding_s);
}

template <class Query>
void time_query(Figures& figures, const std::string& name, Query query) {
  Latencies latencies;
  for (int i = 0; i < repetitions; ++i) {
    const auto start = Steady::now();
    ensure(query().has_value(), name);
    latencies.add(Steady::now() - start);
  }
  figures.add(name + "_p99_us", latencies.percentile_us(0.99));
}

void measure_queries(Figures& figures, const Views& views) {
  const auto measure = [&](const char* name, auto query) { time_query(figures, name, query); };
  using namespace projections;
  const auto everything = events::Scope::everything();
  const auto reader = Reader::everything();
  const auto& services = views.services();
  measure("by_name", [&] { return services.list(everything, {}, {}); });
  const auto cursor = services.list(everything, {}, {.limit = 1'000}).value().next;
  measure("later_page", [&] { return services.list(everything, {}, {.cursor = cursor}); });
  measure("by_expiry", [&] { return services.list(everything, {.sort = ServiceSort::not_after}, {}); });
  measure("search_hit", [&] { return services.list(everything, {.search = "Service-7919."}, {}); });
  measure("search_miss", [&] { return services.list(everything, {.search = "no such service"}, {}); });
  measure("by_severity", [&] { return services.list(everything, {.severity = Severity::warning}, {}); });
  const auto id = services.list(everything, {}, {.limit = 1}).value().rows.front().id;
  measure("service", [&] { return services.detail(everything, id); });
  measure("service_log", [&] { return views.log_lines().lines(reader, {.service = id}, {}); });
  measure("log", [&] { return views.log_lines().lines(reader, {}, {}); });
  measure("dashboard", [&] { return views.dashboard().page(everything, 50); });
  measure("applies", [&] { return views.applies().list(everything, {}); });
  measure("jobs", [&] { return views.jobs().list(everything, {.state = JobState::finished}, {}); });
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: views FOLDER SERVICES\n");
    return 2;
  }
  const auto folder = std::filesystem::path(arguments[1]) / "views";
  Figures figures;
  fold_services(figures, folder, static_cast<std::size_t>(std::atoi(arguments[2])));
  const auto before_mb = resident_mb();
  const Meter meter;
  const auto views = Views::open(folder).value();
  figures.add("open_s", meter.wall_s()).add("open_mb", resident_mb() - before_mb);
  measure_queries(figures, *views);
  figures.print();
}
