#pragma once

#include <map>
#include <string>
#include <vector>

#include "orchestrator/ports/certificate_authority.hpp"
#include "tests/simulation/wire.hpp"
#include "tests/support/test_issuer.hpp"

namespace kigen::simulation {

/// A CA's books. They outlive every process and every lost answer.
struct CaBooks {
  struct Order {
    std::string request_key;
    std::vector<std::string> names;
    std::string csr_pem;
    unsigned looks = 0;  ///< until it is issued
    std::string chain_pem = {};
    bool forgotten = false;
  };
  Duration validity = std::chrono::hours(24 * 30);
  std::vector<Order> orders = {};
  bool holds(const std::string& number) const { return !orders.at(std::stoul(number)).forgotten; }
  unsigned accounts = 0;
  std::uint64_t issued = 0;
  std::function<void(const Order&, const std::string&)> on_order = [](auto&, auto&) {};
};

/// Speaks with the CA over a wire that fails.
class SimAuthority final : public orchestrator::CertificateAuthority {
 public:
  SimAuthority(CaBooks& books, Wire wire) : books_(books), wire_(std::move(wire)) {}

  Task<Result<std::string>> register_account(orchestrator::CaCredentials ca, Instant deadline) override;
  Task<Result<orchestrator::CaOrderStatus>> submit(orchestrator::CaCredentials ca,
                                                   orchestrator::CaOrderRequest request,
                                                   Instant deadline) override;
  Task<Result<std::optional<orchestrator::CaOrderStatus>>> find(orchestrator::CaCredentials ca,
                                                                orchestrator::CaOrderRequest request,
                                                                Instant deadline) override;
  Task<Result<orchestrator::CaOrderStatus>> advance(orchestrator::CaCredentials ca,
                                                    orchestrator::CaOrderRequest request,
                                                    Instant deadline) override;
  Task<Result<std::string>> download(orchestrator::CaCredentials ca, orchestrator::CaOrderRequest request,
                                     Instant deadline) override;

 private:
  Result<CaBooks::Order*> order_of(const orchestrator::CaOrderRequest& request);
  Result<orchestrator::CaOrderStatus> enter(const orchestrator::CaOrderRequest& request);
  Result<orchestrator::CaOrderStatus> look(const orchestrator::CaOrderRequest& request);
  Result<> mood();

  CaBooks& books_;
  Wire wire_;
};

}  // namespace kigen::simulation
