#pragma once

#include <boost/asio/io_context.hpp>

#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/pki/pool_key_maker.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "projections/runner.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/hosts.hpp"
#include "tests/simulation/https.hpp"
#include "tests/simulation/rules/secret_rules.hpp"
#include "tests/simulation/witness.hpp"
#include "workers/ca/acme/acme_authority.hpp"
#include "workers/ca/registry.hpp"
#include "workers/install/apache.hpp"

namespace kigen::simulation {

/// A loop that can be cut off in the middle of whatever runs on it.
class Loop final : public asio::io_context {
 public:
  Loop() : asio::io_context(1) {}
  /// Destroys all coroutines where they stand. What they used must still be there.
  void cut_off() {
    for (int round = 0; round < 3; ++round) shutdown();  // a frame that goes may post the end of another
  }
};

/// How far the views may be behind the log; so long that batches of many records occur.
constexpr std::chrono::seconds longest_lag{10};

/// All that a history's processes share: it outlives each of them.
struct Surroundings {
  orchestrator::Clock& clock;
  const Faults& faults;
  SimDisk& disk;
  SimCa& ca;
  Hosts& hosts;
  Witness& witness;
  Transit& transit;
  /// What listens for the CA's challenges now: null while no process runs.
  const workers::ca::acme::HttpChallenges*& listener;
  /// What touches the outside is done as if it were at another site: all goes over bytes.
  bool distant = false;
};

/// The product from its start until it is killed, wired as tools/kigen/server/server.cpp does it. Killed when
/// it goes: nothing is stopped, all that stays is on the disk.
class Process {
 public:
  Process(const Surroundings& around, SimRandom random);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Takes commands when it returns.
  Task<Result<>> start();

 private:
  SimRandom random_;

 public:
  Loop loop;  // first: goes last
  SimLog log;
  SimVault vault;

 private:
  SimLog log_for_views_;
  SimWorldRows rows_;
  const workers::ca::acme::HttpChallenges*& listener_;
  SimHttps https_;
  orchestrator::Troubles troubles_;
  workers::ca::acme::HttpChallenges challenges_;
  workers::ca::acme::AcmeAuthority acme_;
  SimSsh ssh_;
  SimProbe probe_;
  SimDialer dialer_;
  workers::install::ApacheInstaller apache_;
  workers::ca::CaRegistry authorities_;
  orchestrator::pki::PoolKeyMaker keys_;

 public:
  orchestrator::Orchestrator orchestrator;
  orchestrator::JobRunner jobs;
  /// Both are there once start() returned well.
  std::unique_ptr<projections::Views> views;
  std::unique_ptr<projections::Runner> following;
  orchestrator::TaskGroup tasks;

 private:
  Result<> follow();

  SimDisk& disk_;
};

}  // namespace kigen::simulation
