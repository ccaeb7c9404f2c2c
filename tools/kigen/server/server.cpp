#include "tools/kigen/server/server.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <future>

#include "api/server/problem.hpp"
#include "api/server/server.hpp"
#include "events/log/rocks_log.hpp"
#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/net/http_client.hpp"
#include "orchestrator/net/http_server.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/pki/pool_key_maker.hpp"
#include "orchestrator/reviews/handlers.hpp"
#include "orchestrator/runtime/first_group.hpp"
#include "orchestrator/runtime/run_on.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/watched_vault.hpp"
#include "projections/runner.hpp"
#include "tools/kigen/server/installation.hpp"
#include "tools/kigen/server/layout.hpp"
#include "tools/kigen/server/loop_thread.hpp"
#include "tools/kigen/server/witnesses.hpp"
#include "tools/kigen/server/world_store.hpp"
#include "workers/ca/acme/acme_authority.hpp"
#include "workers/ca/acme/http_challenges.hpp"
#include "workers/ca/key_handler.hpp"
#include "workers/ca/order_handler.hpp"
#include "workers/check/check_handler.hpp"
#include "workers/check/real_tls_probe.hpp"
#include "workers/install/apache.hpp"
#include "workers/install/apply_handler.hpp"
#include "workers/install/clean_up_handler.hpp"
#include "workers/install/scan_handler.hpp"
#include "workers/ssh/libssh2_ssh.hpp"

namespace kigen::tools {
namespace {

using namespace orchestrator;

constexpr auto stop_patience = std::chrono::seconds(10);
constexpr auto checkpoint_every = std::chrono::seconds(10);
constexpr auto disk_tried_every = std::chrono::seconds(5);
constexpr std::size_t max_key_file = 64u << 10;
constexpr std::size_t storage_threads = 2;

/// What the workers speak with the outside through; lives on the workers' loop.
struct Outside {
  Outside(const asio::any_io_executor& loop, Clock& clock, Random& random, const Config& config,
          Troubles& troubles)
      : dialer(loop, clock),
        https(dialer, clock),
        challenges(loop, clock, config.http01_listen, troubles),
        acme(https, challenges, clock, troubles, workers::ca::acme::HookFolder(config.hook_folder)),
        ssh(dialer, clock, random),
        probe(dialer, clock),
        apache(ssh, clock) {
    authorities.add(events::AcmeCa::kind, acme);
  }

  net::TcpDialer dialer;
  net::HttpClient https;
  workers::ca::acme::HttpChallenges challenges;
  workers::ca::acme::AcmeAuthority acme;
  workers::ca::CaRegistry authorities;
  workers::ssh::Libssh2Ssh ssh;
  workers::check::RealTlsProbe probe;
  workers::install::ApacheInstaller apache;
};

Result<std::unique_ptr<net::TlsServerContext>> load_certificate(const Config& config) {
  TRY(const auto chain, vault::read_file(config.certificate, max_key_file));
  TRY(auto key, vault::read_file(config.certificate_key, max_key_file));
  return net::TlsServerContext::make(chain, Secret(std::move(key)));
}

/// Null when there is no place for them: the product does without, and tells of it.
std::unique_ptr<WorldStore> recallable(const Config& config, asio::any_io_executor pool, Troubles& troubles) {
  const auto tell = [&troubles](const Result<>& outcome) {
    troubles.note(orchestrator::Part::world_rows, {}, outcome);
  };
  auto rows = WorldStore::open(world_folder(config), std::move(pool));
  if (!rows) {
    tell(fail(rows.error()));
    return nullptr;
  }
  (*rows)->tell(tell);
  return *std::move(rows);
}

template <class Event>
Command system_command(std::string_view name, const Event& event) {
  return {name, events::system_stream, [event](const World& world) {
            return Result<Changes>(Changes{}.add(events::system_stream, world.system_version(), event));
          }};
}

}  // namespace

/// Declared in the order in which each needs those before it; ended in the reverse order.
struct Server::Parts {
  Parts(const Config& the_config, std::unique_ptr<events::RocksLog> the_log,
        std::unique_ptr<net::TlsServerContext> certificate, Secret key_of_fingerprints)
      : config(the_config),
        log(std::move(the_log)),
        opening_views(std::async(std::launch::async,
                                 [this] { return projections::Views::open(views_folder(config)); })),
        tls(std::move(certificate)),
        outside(workers.executor(), clock, random, config, troubles),
        keys(cpu.get_executor()),
        rows(recallable(config, storage.get_executor(), troubles)),
        orchestrator(loop.get_executor(), *log, clock, random, {rows.get()}),
        jobs(orchestrator, clock, random, workers.executor(), config.pools),
        fingerprint_key(std::move(key_of_fingerprints)),
        tasks(loop.get_executor(), clock) {}
  /// Whatever did not stop in time meets no part that is gone.
  ~Parts() {
    front.end();
    workers.end();
  }

  Result<> open_vault() {
    // An empty one in place of one that is lost, or not mounted, would be filled beside it.
    if (log->end() > 0 && vault::FileVault::is_absent(vault_folder(config)))
      return fail(vault_errc::no_vault, vault_folder(config).string());
    TRY(auto master, vault::load_master_keys(master_source(config), random));
    TRY(files,
        vault::FileVault::open(vault_folder(config), std::move(master), random, storage.get_executor()));
    if (vault::is_rotating(vault_folder(config)))
      spdlog::warn("the change of the vault's master key was interrupted; kigen vault rotate ends it");
    secrets = std::make_unique<vault::WatchedVault>(*files, troubles);
    return {};
  }
  void add_handlers();
  Task<Result<>> start();
  Task<Result<>> await_views();
  Task<Result<>> build_api();
  Task<Result<std::uint16_t>> listen();
  Task<Result<>> answer_challenges();
  Task<Result<>> sign_checkpoints();
  Task<Result<>> try_vault_again();
  Task<Result<>> keep_sessions();
  Task<Result<>> record_start(bool after_crash);
  Task<Result<>> record_start_later(bool after_crash);
  Task<Result<>> record_stop();
  Task<void> stop();
  Task<void> live();

  Config config;
  SystemClock clock;
  SystemRandom random;
  Troubles troubles{clock};
  std::unique_ptr<events::RocksLog> log;
  std::future<Result<std::unique_ptr<projections::Views>>> opening_views;  // beside the World: both take long
  std::unique_ptr<projections::Views> views;
  std::unique_ptr<net::TlsServerContext> tls;
  asio::io_context loop{1};
  LoopThread workers;
  LoopThread front;  // HTTP, TLS, and the API behind them
  asio::thread_pool storage{storage_threads};
  asio::thread_pool cpu{1};
  std::unique_ptr<vault::FileVault> files;
  std::unique_ptr<vault::WatchedVault> secrets;
  Outside outside;
  pki::PoolKeyMaker keys;
  std::unique_ptr<WorldStore> rows;
  Orchestrator orchestrator;
  JobRunner jobs;
  std::unique_ptr<projections::Runner> runner;
  Secret fingerprint_key;
  std::unique_ptr<api::Server> api;       // used on the front's loop only
  std::unique_ptr<net::HttpServer> http;  // so is this
  TaskGroup tasks;
  bool start_recorded = false;  // else no stop is, and the next start still knows of a crash before this one
  Result<> outcome;
};

void Server::Parts::add_handlers() {
  const HomePorts home{*log, *secrets, clock, random};
  jobs.add(std::make_unique<workers::ca::OrderHandler>(
      home, workers::ca::OrderPorts{outside.authorities, keys, clock}));
  jobs.add(std::make_unique<workers::ca::KeyHandler>(home, keys));
  const std::map<std::string_view, Installer*> installers{{outside.apache.kind(), &outside.apache}};
  jobs.add(std::make_unique<workers::install::ApplyHandler>(
      home, workers::install::ApplyPorts{installers, outside.dialer, outside.probe, clock}));
  jobs.add(
      std::make_unique<workers::install::CleanUpHandler>(home, workers::install::CleanUpPorts{installers}));
  jobs.add(
      std::make_unique<workers::install::ScanHandler>(home, workers::install::ScanPorts{outside.ssh, clock}));
  jobs.add(std::make_unique<workers::check::CheckHandler>(
      home, workers::check::CheckPorts{outside.dialer, outside.probe, clock}));
  jobs.add(std::make_unique<RenewHandler>(clock, random));
  jobs.add(std::make_unique<ReviewHandler>(clock));
  jobs.add(std::make_unique<ExpiryHandler>(clock));
  jobs.add(std::make_unique<VaultHandler>(*secrets, clock, std::chrono::days(config.erase_after_days)));
}

/// What shows the views is built once they are open.
Task<Result<>> Server::Parts::await_views() {
  CO_TRY(views, co_await offload(storage, [this] { return opening_views.get(); }));
  runner = std::make_unique<projections::Runner>(*log, *views, storage.get_executor(), [this] {
    return clock.sleep_until(clock.now() + disk_tried_every);
  });
  co_return Result<>{};
}

/// On the front's loop. Nobody is served before listen().
Task<Result<>> Server::Parts::build_api() {
  api = std::make_unique<api::Server>(api::Backend{
      orchestrator, *log, *views, *runner, *secrets, troubles, clock, random, storage.get_executor(),
      cpu.get_executor(), sessions_file(config), std::move(fingerprint_key), bootstrap_file(config)});
  CO_TRY_DO(co_await api->recall_sessions());
  net::HttpServerSettings settings;
  settings.listen = config.listen;
  settings.tls = tls.get();
  settings.local_socket = local_socket(config);
  CO_TRY(settings.names, names_of(config));
  settings.proxies = config.proxies;
  settings.refusal = api::transport_problem;
  settings.accepting = [this](const Result<>& taken) {
    troubles.note(orchestrator::Part::listener, {}, taken);
  };
  http = std::make_unique<net::HttpServer>(
      front.executor(), clock, std::move(settings),
      [this](net::ServerRequest request) { return api->handle(std::move(request)); });
  co_return co_await api->prepare_first_admin();
}

/// On the front's loop. The port that people come to.
Task<Result<std::uint16_t>> Server::Parts::listen() {
  CO_TRY_DO(http->start());
  co_return http->port();
}

/// On the workers' loop.
Task<Result<>> Server::Parts::answer_challenges() { co_return outside.challenges.start(); }

Task<Result<>> Server::Parts::start() {
  CO_TRY_DO(co_await orchestrator.start());
  CO_TRY_DO(co_await await_views());
  const bool after_crash = !orchestrator.world().stopped_cleanly();
  if (after_crash)
    spdlog::warn("the last run ended without being stopped; what was under way is found out first");
  if (const auto recorded = co_await record_start(after_crash); !recorded) {
    if (log->intake() == events::Intake::open) co_return recorded;
    spdlog::warn("the event log takes no events ({}): only what is there can be read until it does",
                 log->trouble());
    tasks.spawn("the record of the start", record_start_later(after_crash));
  }
  tasks.spawn("views", runner->run());
  if (config.http01_listen.port != 0) CO_TRY_DO(co_await run_on(workers.executor(), answer_challenges()));
  CO_TRY_DO(co_await run_on(front.executor(), build_api()));
  CO_TRY_DO(co_await jobs.start());
  tasks.spawn("checkpoints", sign_checkpoints());
  tasks.spawn("vault", try_vault_again());
  tasks.spawn("sessions", keep_sessions());
  CO_TRY(const auto port, co_await run_on(front.executor(), listen()));
  spdlog::info("kigen {} serves on https://{} with {} events", KIGEN_VERSION,
               to_text(Endpoint{config.listen.host, port}), log->end());
  spdlog::info("the log's checkpoints are verified with the key {}", log->verifier_key());
  co_return Result<>{};
}

/// The newest checkpoint is never older than this by much, whoever asks for it or not.
Task<Result<>> Server::Parts::sign_checkpoints() {
  for (;;) {
    CO_TRY_DO(co_await clock.sleep_until(clock.now() + checkpoint_every));
    if (const auto signed_now = co_await log->checkpoint(); !signed_now)
      spdlog::warn("no checkpoint was signed: {}", describe(signed_now.error()));
  }
}

/// What failed is seen to work again, also when nobody needs a secret meanwhile.
Task<Result<>> Server::Parts::try_vault_again() {
  for (;;) {
    CO_TRY_DO(co_await clock.sleep_until(clock.now() + disk_tried_every));
    std::ignore = co_await secrets->try_again(fresh_id<SecretRef>(clock.now(), random));
  }
}

/// When sessions were used last, from time to time; and what could not be written is tried again.
Task<Result<>> Server::Parts::keep_sessions() {
  for (;;) {
    CO_TRY_DO(co_await clock.sleep_until(clock.now() + disk_tried_every));
    CO_TRY_DO(co_await run_on(front.executor(), api->keep_sessions()));
  }
}

Task<Result<>> Server::Parts::record_start(bool after_crash) {
  CO_TRY_DO(co_await orchestrator.execute(
      system_command("system.start", events::SystemStarted{KIGEN_VERSION, after_crash}), {}));
  CO_TRY_DO(co_await ensure_first_group(orchestrator, *log));
  start_recorded = true;
  co_return Result<>{};
}

Task<Result<>> Server::Parts::record_start_later(bool after_crash) {
  while (!co_await record_start(after_crash))
    CO_TRY_DO(co_await clock.sleep_until(clock.now() + disk_tried_every));
  co_return Result<>{};
}

Task<Result<>> Server::Parts::record_stop() {
  CO_TRY_DO(co_await orchestrator.execute(system_command("system.stop", events::SystemStopped{}), {}));
  co_return Result<>{};
}

/// Crash-only: whatever does not end in time is found again at the next start.
Task<void> Server::Parts::stop() {
  spdlog::info("stopping");
  const auto note = [](std::string_view part, const Result<>& ended) {
    if (!ended) spdlog::warn("{} did not end well: {}", part, describe(ended.error()));
  };
  if (http != nullptr) note("the HTTP server", co_await run_on(front.executor(), http->stop(stop_patience)));
  if (api != nullptr)
    note("the sessions", co_await run_on(front.executor(), api->keep_sessions(api::Server::Due::all)));
  note("the jobs", co_await jobs.stop(stop_patience));
  note("the books", co_await orchestrator.note_settled());
  if (start_recorded) note("the record of the stop", co_await record_stop());
  note("the views", co_await tasks.stop(stop_patience));
  note("the orchestrator", co_await orchestrator.stop(stop_patience));
  if (config.http01_listen.port != 0)
    note("the http-01 listener", co_await run_on(workers.executor(), outside.challenges.stop(stop_patience)));
}

Task<void> Server::Parts::live() {
  asio::basic_signal_set<asio::any_io_executor> signals(loop.get_executor(), SIGTERM, SIGINT);
  outcome = co_await start();
  if (outcome) co_await signals.async_wait(asio::use_awaitable);
  co_await stop();
  loop.stop();
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const Config& config) {
  spdlog::set_level(spdlog::level::from_str(config.log_level));
  TRY(auto signer, events::Signer::load(config.signer_key));
  auto fingerprint_key = signer.derived_key("fingerprints of requests");
  TRY(auto log, events::RocksLog::open({.path = log_folder(config),
                                        .signer = std::move(signer),
                                        .witnesses = witnesses_of(config),
                                        .must_exist = true}));
  if (!log->remark().empty()) spdlog::error("{}", log->remark());
  TRY(auto certificate, load_certificate(config));
  auto parts =
      std::make_unique<Parts>(config, std::move(log), std::move(certificate), std::move(fingerprint_key));
  TRY_DO(parts->open_vault());
  parts->add_handlers();
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Result<> Server::run() {
  auto& parts = *parts_;
  asio::co_spawn(parts.loop, parts.live(), [](const std::exception_ptr& failed) {
    if (failed) std::rethrow_exception(failed);
  });
  parts.loop.run();
  parts.log->close();
  return parts.outcome;
}

}  // namespace kigen::tools
