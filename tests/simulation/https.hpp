#pragma once

#include "orchestrator/ports/https.hpp"
#include "tests/simulation/wire.hpp"
#include "tests/simulation/world/ca.hpp"

namespace kigen::simulation {

class Witness;

/// Carries requests to the CA over a wire that fails. What the CA did is done, whatever becomes of the
/// answer.
class SimHttps final : public orchestrator::Https {
 public:
  SimHttps(SimCa& ca, Wire wire, Witness& witness) : ca_(ca), wire_(std::move(wire)), witness_(witness) {}
  Task<Result<orchestrator::HttpResponse>> send(orchestrator::HttpRequest request, Instant deadline) override;

 private:
  void trouble_the_ca();
  void cut_short(std::string& body);

  SimCa& ca_;
  Wire wire_;
  Witness& witness_;
};

}  // namespace kigen::simulation
