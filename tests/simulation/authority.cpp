#include "tests/simulation/authority.hpp"

#include <openssl/pem.h>

#include <charconv>
#include <memory>

namespace kigen::simulation {

using namespace orchestrator;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t first_serial = 0x1000;

const WireErrors quiet{make_error_code(ca_errc::unreachable), make_error_code(ca_errc::unreachable)};
/// The request may have been taken.
const WireErrors doubtful{make_error_code(ca_errc::outcome_unknown),
                          make_error_code(ca_errc::outcome_unknown)};

const tests::TestIssuer& issuer() {
  static const auto root = tests::TestIssuer::root("Simulated Root");
  static const auto made = root.intermediate("Simulated CA");
  return made;
}

/// A certificate for the key of a CSR, with the intermediate behind it.
std::string sign(const std::string& csr_pem, const tests::TestIssuer::Wish& wish) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(csr_pem.data(), static_cast<int>(csr_pem.size())), BIO_free);
  const std::unique_ptr<X509_REQ, decltype(&X509_REQ_free)> csr(
      PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr), X509_REQ_free);
  ensure(csr != nullptr, "the CA can read the CSR");
  return issuer().certify(X509_REQ_get0_pubkey(csr.get()), wish) + issuer().pem();
}

}  // namespace

Result<> SimAuthority::mood() {
  if (!wire_.random().chance(wire_.faults().ca_refuses)) return {};
  if (wire_.random().chance(0.5)) return fail(ca_errc::rate_limited, "too many requests");
  return fail(ca_errc::unexpected_answer, "status 500");
}

Result<CaBooks::Order*> SimAuthority::order_of(const CaOrderRequest& request) {
  std::size_t number = books_.orders.size();
  std::from_chars(request.ca_order.data(), request.ca_order.data() + request.ca_order.size(), number);
  if (number >= books_.orders.size() || books_.orders[number].forgotten)
    return fail(ca_errc::order_not_found, request.ca_order);
  return &books_.orders[number];
}

Result<CaOrderStatus> SimAuthority::enter(const CaOrderRequest& request) {
  TRY_DO(mood());
  books_.orders.push_back(
      {request.request_key, request.names, request.csr_pem, static_cast<unsigned>(wire_.random().below(4))});
  const auto number = std::to_string(books_.orders.size() - 1);
  books_.on_order(books_.orders.back(), number);
  return CaOrderStatus{CaStage::pending, number, "pending", {}};
}

Result<CaOrderStatus> SimAuthority::look(const CaOrderRequest& request) {
  TRY_DO(mood());
  TRY(auto* order, order_of(request));
  order->forgotten = wire_.random().chance(wire_.faults().forgetful_ca);
  if (order->looks > 0) {
    --order->looks;
    return CaOrderStatus{CaStage::processing, request.ca_order, "processing", wire_.clock().now() + 30s};
  }
  if (order->chain_pem.empty()) {
    const auto now = wire_.clock().now();
    order->chain_pem = sign(order->csr_pem, {.common_name = order->names.front(),
                                             .names = order->names,
                                             .from = now - 1h,
                                             .until = now + books_.validity,
                                             .serial = first_serial + ++books_.issued});
  }
  return CaOrderStatus{CaStage::issued, request.ca_order, "valid", {}};
}

Task<Result<std::string>> SimAuthority::register_account(CaCredentials, Instant deadline) {
  co_return co_await wire_.exchange<std::string>(
      [this]() -> Result<std::string> {
        TRY_DO(mood());
        return "https://ca.test/account/" + std::to_string(++books_.accounts);
      },
      quiet, deadline);
}

Task<Result<CaOrderStatus>> SimAuthority::submit(CaCredentials, CaOrderRequest request, Instant deadline) {
  co_return co_await wire_.exchange<CaOrderStatus>([this, &request] { return enter(request); }, doubtful,
                                                   deadline);
}

Task<Result<std::optional<CaOrderStatus>>> SimAuthority::find(CaCredentials, CaOrderRequest request,
                                                              Instant deadline) {
  using Found = std::optional<CaOrderStatus>;
  co_return co_await wire_.exchange<Found>(
      [this, &request]() -> Result<Found> {
        for (std::size_t i = 0; i < books_.orders.size(); ++i)
          if (books_.orders[i].request_key == request.request_key && !books_.orders[i].forgotten)
            return Found(CaOrderStatus{CaStage::pending, std::to_string(i), "pending", {}});
        return Found();
      },
      quiet, deadline);
}

Task<Result<CaOrderStatus>> SimAuthority::advance(CaCredentials, CaOrderRequest request, Instant deadline) {
  co_return co_await wire_.exchange<CaOrderStatus>([this, &request] { return look(request); }, quiet,
                                                   deadline);
}

Task<Result<std::string>> SimAuthority::download(CaCredentials, CaOrderRequest request, Instant deadline) {
  co_return co_await wire_.exchange<std::string>(
      [this, &request]() -> Result<std::string> {
        TRY(const auto* order, order_of(request));
        return order->chain_pem;
      },
      quiet, deadline);
}

}  // namespace kigen::simulation
