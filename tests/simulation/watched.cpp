#include "tests/simulation/watched.hpp"

#include <utility>

namespace kigen::simulation {
namespace {

using namespace orchestrator;

class WatchedHandler final : public JobHandler {
 public:
  WatchedHandler(std::unique_ptr<JobHandler> handler, Witness& witness)
      : handler_(std::move(handler)), witness_(witness) {}

  std::string_view kind() const override { return handler_->kind(); }
  orchestrator::JobRules rules() const override { return handler_->rules(); }
  Result<Work> prepare(const World& world, const Job& job) override {
    TRY(auto work, handler_->prepare(world, job));
    return Work([&witness = witness_, known = world.end(), work = std::move(work)](JobContext& context) {
      witness.attempt_begins(context.job(), known);
      return work(context);
    });
  }

 private:
  std::unique_ptr<JobHandler> handler_;
  Witness& witness_;
};

}  // namespace

std::unique_ptr<JobHandler> watched(std::unique_ptr<JobHandler> handler, Witness& witness) {
  return std::make_unique<WatchedHandler>(std::move(handler), witness);
}

}  // namespace kigen::simulation
