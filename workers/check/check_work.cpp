#include "workers/check/check_work.hpp"

#include <utility>

namespace kigen::workers::check {

using namespace orchestrator;

Task<Result<JobOutcome>> look_at_node(CheckPorts ports, CheckBrief brief, Home& home) {
  auto expected = brief.expected ? expectation(*brief.expected) : Expectation();
  const auto deadline = ports.clock.now() + std::chrono::seconds(brief.connect_timeout_s);
  CO_TRY(auto seen, co_await check_node(ports, std::move(brief.settings), std::move(expected),
                                        std::move(brief.proxy), deadline));
  CO_TRY_DO(co_await home.report(ReportNodeChecked{brief.node, std::move(seen)}));
  co_return JobDone{};
}

}  // namespace kigen::workers::check
