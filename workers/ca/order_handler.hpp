#pragma once

#include "orchestrator/jobs/two_halves.hpp"
#include "workers/ca/order_work.hpp"

namespace kigen::workers::ca {

/// Job "order.advance": gathers what an order needs, and brings it as far as it goes now.
class OrderHandler final : public orchestrator::TwoHalves<OrderBrief> {
 public:
  OrderHandler(orchestrator::HomePorts home, OrderPorts ports) : TwoHalves(home), ports_(ports) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override;
  Result<orchestrator::Gather<OrderBrief>> brief_for(const orchestrator::World& world,
                                                     const orchestrator::Job& job) override;
  Task<Result<orchestrator::JobOutcome>> work(OrderBrief brief, orchestrator::Home& home) override {
    return advance_order(ports_, std::move(brief), home);
  }

 private:
  OrderPorts ports_;
};

}  // namespace kigen::workers::ca
