#pragma once

#include "events/log/event_log.hpp"
#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/jobs/home.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/vault.hpp"

namespace kigen::orchestrator {

/// What is at home alone: briefs are gathered from it, and what work makes is kept there.
struct HomePorts {
  events::EventLog& log;
  Vault& vault;
  Clock& clock;
  Random& random;
};

/// Home itself: the one place where what work says is turned into commands.
class HomeHere final : public Home {
 public:
  HomeHere(HomePorts ports, JobContext& job) : ports_(ports), job_(job) {}
  Task<Result<>> report(Report report) override;
  void note(Report report) override;
  Task<Result<SecretRef>> keep(KeepSecret made) override;
  Task<Result<CancelReason>> ask(AskCancelled question) override;

 private:
  HomePorts ports_;
  JobContext& job_;
};

}  // namespace kigen::orchestrator
