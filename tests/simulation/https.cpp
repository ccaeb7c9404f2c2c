#include "tests/simulation/https.hpp"

#include "orchestrator/ports/byte_stream.hpp"
#include "tests/simulation/witness.hpp"

namespace kigen::simulation {

using namespace orchestrator;
using namespace std::chrono_literals;

namespace {

const WireErrors broken{make_error_code(net_errc::connection_lost), make_error_code(net_errc::timed_out)};

}  // namespace

Task<Result<HttpResponse>> SimHttps::send(HttpRequest request, Instant deadline) {
  trouble_the_ca();
  if (const auto names = ca_.names_ordered(request)) witness_.ordering(*names);
  const auto arrive = [&ca = ca_, &clock = wire_.clock(), &witness = witness_,
                       request = std::move(request)]() -> Result<HttpResponse> {
    const auto known = ca.finalized().size();
    auto response = ca.handle(request, clock.now());
    for (auto i = known; i < ca.finalized().size(); ++i) witness.ca_issues(ca.finalized()[i]);
    return response;
  };
  if (wire_.random().chance(wire_.faults().repeated)) wire_.send_again([arrive] { (void)arrive(); });
  auto answer = co_await wire_.exchange<HttpResponse>(arrive, broken, deadline);
  if (answer && wire_.random().chance(wire_.faults().cut_short)) cut_short(answer->body);
  co_return answer;
}

void SimHttps::trouble_the_ca() {
  auto& random = wire_.random();
  if (random.chance(wire_.faults().forgetful_ca)) ca_.lose_memory();
  if (!random.chance(wire_.faults().ca_refuses)) return;
  constexpr std::uint64_t kinds = 5;
  auto& trouble = ca_.trouble(static_cast<SimCa::Request>(random.below(kinds)));
  trouble.retry_after = random.between(10s, 2h);
  int* const levers[] = {&trouble.errors_before, &trouble.errors_after, &trouble.rate_limited,
                         &trouble.refused_nonces};
  ++*levers[random.below(std::size(levers))];
}

void SimHttps::cut_short(std::string& body) {
  if (!body.empty()) body.resize(wire_.random().below(body.size()));
}

}  // namespace kigen::simulation
