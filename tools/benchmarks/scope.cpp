// The first page of the service list to somebody in three of 200 user groups, beside the one that everybody's
// services are on: asked in turn, so that both meet the same machine.
//   scope SERVICES
#include <cstdio>
#include <cstdlib>

#include "projections/views.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/history.hpp"

using namespace kigen;
using namespace kigen::benchmarks;
using namespace kigen::projections;
using events::Scope;

namespace {

constexpr std::size_t user_groups = 200;
constexpr std::size_t services_a_batch = 500;
constexpr int repetitions = 5'000;

std::unique_ptr<Views> views_of(std::size_t services) {
  auto views = Views::in_memory().value();
  History history(user_groups);
  for (std::size_t made = 0; made < services; made += services_a_batch) {
    for (std::size_t i = 0; i < services_a_batch; ++i) history.add_imported_service();
    const auto folded = views->fold(history.take());
    ensure(folded.has_value(), folded ? "" : describe(folded.error()));
  }
  return views;
}

/// What two scopes wait for one answer each, in turn.
template <class Query>
void compare(Figures& figures, const std::string& name, const Scope& scope, Query query) {
  const auto everything = Scope::everything();
  Latencies whole, scoped;
  for (int i = 0; i < repetitions; ++i) {
    for (const bool is_scoped : {false, true}) {
      const auto start = Steady::now();
      ensure(query(is_scoped ? scope : everything).has_value(), name);
      (is_scoped ? scoped : whole).add(Steady::now() - start);
    }
  }
  for (const auto& [part, word] : {std::pair(0.5, "_p50"), std::pair(0.99, "_p99")}) {
    figures.add(name + word + "_us", whole.percentile_us(part));
    figures.add(name + "_scoped" + word + "_us", scoped.percentile_us(part));
    figures.add(name + word + "_ratio", scoped.percentile_us(part) / whole.percentile_us(part));
  }
}

void check_totals(const Views& views, const Scope& scope, std::size_t services) {
  const auto total = [&](const Scope& of) { return views.services().list(of, {}, {}).value().total; };
  ensure(total(Scope::everything()) == services, "total of all");
  ensure(total(scope) == 3 * services / user_groups, "total of three groups");
  ensure(views.dashboard().page(scope, 0).value().services == 3 * services / user_groups, "dashboard");
}

}  // namespace

int main(int count, char** arguments) {
  const auto services = count == 2 ? static_cast<std::size_t>(std::atoi(arguments[1])) : 0;
  if (services == 0 || services % services_a_batch != 0) {
    std::fprintf(stderr, "usage: scope SERVICES, a multiple of %zu\n", services_a_batch);
    return 2;
  }
  const auto views = views_of(services);
  const auto scope = Scope::of({user_group(17), user_group(99), user_group(140)});
  check_totals(*views, scope, services);
  Figures figures;
  const auto& all = *views;
  compare(figures, "by_name", scope, [&](const Scope& of) { return all.services().list(of, {}, {}); });
  compare(figures, "by_expiry", scope,
          [&](const Scope& of) { return all.services().list(of, {.sort = ServiceSort::not_after}, {}); });
  compare(figures, "by_severity", scope,
          [&](const Scope& of) { return all.services().list(of, {.severity = Severity::ok}, {}); });
  compare(figures, "dashboard", scope, [&](const Scope& of) { return all.dashboard().page(of, 50); });
  figures.print();
}
