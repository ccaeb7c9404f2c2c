#pragma once

#include <functional>
#include <utility>

#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/jobs/home_here.hpp"

namespace kigen::orchestrator {

/// How a brief is filled with what log and vault know. Empty: there is nothing to do.
template <class Brief>
using Gather = std::function<Task<Result<Brief>>()>;

template <class Brief>
Task<Result<Brief>> gathered(Brief brief) {
  co_return brief;
}
/// Nothing is left to be gathered.
template <class Brief>
Gather<Brief> with_all(Brief brief) {
  return [brief = std::move(brief)] { return gathered(brief); };
}

/// A kind of job that touches the outside, in two halves. At home all that it needs is gathered into a brief:
/// described (events/codec/fields.hpp), so that bytes can be made of it, secrets among them. The work is a
/// function of the brief, of ports to the outside and of what Home answers: no World, no log, no vault. Here
/// it is done in the same process.
template <events::Declared TheBrief>
class TwoHalves : public JobHandler {
 public:
  using Brief = TheBrief;
  explicit TwoHalves(HomePorts home) : home_(home) {}

  /// The first half, on the orchestrator's loop, in the turn that takes the lease: copies from the World what
  /// is needed, and says how the rest is gathered on the workers' executor, once the lease is durable. An
  /// error of either ends the attempt like one of the work.
  virtual Result<Gather<Brief>> brief_for(const World& world, const Job& job) = 0;
  /// The second half: on the workers' executor, or anywhere else.
  virtual Task<Result<JobOutcome>> work(Brief brief, Home& home) = 0;

  Result<Work> prepare(const World& world, const Job& job) final {
    TRY(auto gather, brief_for(world, job));
    return Work([this, gather = std::move(gather)](JobContext& context) { return run(gather, context); });
  }

  const HomePorts& home() const { return home_; }

 private:
  Task<Result<JobOutcome>> run(Gather<Brief> gather, JobContext& context) {
    if (!gather) co_return JobDone{};
    CO_TRY(auto brief, co_await gather());
    HomeHere here(home_, context);
    co_return co_await work(std::move(brief), here);
  }

  HomePorts home_;
};

}  // namespace kigen::orchestrator
