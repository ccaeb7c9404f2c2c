#include "tests/simulation/process.hpp"

#include "orchestrator/reviews/handlers.hpp"
#include "orchestrator/runtime/first_group.hpp"
#include "tests/simulation/watched.hpp"
#include "tests/support/over_bytes.hpp"
#include "workers/ca/key_handler.hpp"
#include "workers/ca/order_handler.hpp"
#include "workers/check/check_handler.hpp"
#include "workers/install/apply_handler.hpp"
#include "workers/install/clean_up_handler.hpp"
#include "workers/install/scan_handler.hpp"

namespace kigen::simulation {

using namespace orchestrator;

namespace {

const std::map<std::string, std::size_t> pools{
    {"ca", 4}, {"install", 8}, {"check", 8}, {"cpu", 1}, {"policy", 2}};

/// Seldom enough that what came after is folded as well.
constexpr Position keep_every = 20;
constexpr std::size_t keep_at_once = 3;

Wire wire(const Surroundings& around, const SimRandom& random, std::string_view part) {
  return Wire(around.clock, random.fork(part), around.faults, around.transit);
}

}  // namespace

Process::Process(const Surroundings& around, SimRandom random)
    : random_(random.fork("ids")),
      log(around.disk, loop.get_executor(), around.clock),
      vault(around.disk, loop.get_executor(), around.clock),
      log_for_views_(around.disk, loop.get_executor(), around.clock, longest_lag),
      rows_(around.disk, around.clock, random.fork("rows")),
      listener_(around.listener),
      https_(around.ca, wire(around, random, "ca"), around.witness),
      troubles_(around.clock),
      challenges_(loop.get_executor(), around.clock, {"127.0.0.1", 0}, troubles_),
      acme_(https_, challenges_, around.clock, troubles_),
      ssh_(around.hosts, wire(around, random, "ssh"), around.witness),
      probe_(around.hosts, wire(around, random, "probe")),
      apache_(ssh_, around.clock),
      keys_(loop.get_executor()),
      orchestrator(loop.get_executor(), log, around.clock, random_, {&rows_, keep_every, keep_at_once}),
      jobs(orchestrator, around.clock, random_, loop.get_executor(), pools),
      tasks(loop.get_executor(), around.clock),
      disk_(around.disk) {
  auto& clock = around.clock;
  const auto add = [&](std::unique_ptr<JobHandler> handler) {
    jobs.add(watched(std::move(handler), around.witness));
  };
  const auto add_halves = [&](auto handler) {
    if (around.distant)
      add(tests::over_bytes(std::move(handler)));
    else
      add(std::move(handler));
  };
  authorities_.add(events::AcmeCa::kind, acme_);
  listener_ = &challenges_;
  const HomePorts home{log, vault, clock, random_};
  const std::map<std::string_view, Installer*> installers{{apache_.kind(), &apache_}};
  add_halves(
      std::make_unique<workers::ca::OrderHandler>(home, workers::ca::OrderPorts{authorities_, keys_, clock}));
  add_halves(std::make_unique<workers::ca::KeyHandler>(home, keys_));
  add_halves(std::make_unique<workers::install::ApplyHandler>(
      home, workers::install::ApplyPorts{installers, dialer_, probe_, clock}));
  add_halves(
      std::make_unique<workers::install::CleanUpHandler>(home, workers::install::CleanUpPorts{installers}));
  add_halves(std::make_unique<workers::install::ScanHandler>(home, workers::install::ScanPorts{ssh_, clock}));
  add_halves(std::make_unique<workers::check::CheckHandler>(
      home, workers::check::CheckPorts{dialer_, probe_, clock}));
  add(std::make_unique<RenewHandler>(clock, random_));
  add(std::make_unique<ReviewHandler>(clock));
  add(std::make_unique<ExpiryHandler>(clock));
  add(std::make_unique<VaultHandler>(vault, clock, erase_grace));
}

Process::~Process() {
  listener_ = nullptr;
  loop.cut_off();
}

Result<> Process::follow() {
  disk_.begin_views();
  TRY(views, projections::Views::open(views_folder, disk_.views.get()));
  following = std::make_unique<projections::Runner>(log_for_views_, *views, loop.get_executor());
  tasks.spawn("views", following->run());
  return {};
}

Task<Result<>> Process::start() {
  CO_TRY_DO(co_await orchestrator.start());
  CO_TRY_DO(follow());
  const events::SystemStarted said{"simulated", !orchestrator.world().stopped_cleanly()};
  CO_TRY_DO(co_await orchestrator.execute({"system.start", events::system_stream,
                                           [said](const World& world) {
                                             return Result<Changes>(Changes{}.add(
                                                 events::system_stream, world.system_version(), said));
                                           }},
                                          {}));
  CO_TRY_DO(co_await ensure_first_group(orchestrator, log));
  co_return co_await jobs.start();
}

}  // namespace kigen::simulation
