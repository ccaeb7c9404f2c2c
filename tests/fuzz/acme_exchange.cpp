// A signed request to an ACME CA (RFC 8555 §6) that answers whatever it likes: statuses, headers, bodies.
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "orchestrator/net/url.hpp"
#include "orchestrator/pki/make.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/run_task.hpp"
#include "workers/ca/acme/transport.hpp"

namespace kigen::fuzz {
namespace {

using namespace workers::ca::acme;
using orchestrator::HttpRequest;
using orchestrator::HttpResponse;

constexpr std::string_view home = "https://ca.test/";
constexpr std::string_view between_answers = "\n--\n";

/// The text before `end`, which is taken off together with it; all of it where there is no `end`.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const auto at = std::min(text.find(end), text.size());
  const auto taken = text.substr(0, at);
  text.remove_prefix(std::min(text.size(), at + end.size()));
  return taken;
}

/// A status, header lines, an empty line, the body.
HttpResponse read_answer(std::string_view text) {
  HttpResponse answer;
  const auto status = take_until(text, "\n");
  std::from_chars(status.data(), status.data() + status.size(), answer.status);
  while (!text.empty()) {
    auto line = take_until(text, "\n");
    if (line.empty()) break;
    const auto name = take_until(line, ": ");
    answer.headers.emplace_back(name, line);
  }
  answer.body = text;
  return answer;
}

bool is_the_cas(const std::string& text) {
  const auto url = orchestrator::net::parse_url(text);
  return url && url->is_https && url->host == orchestrator::net::parse_url(std::string(home))->host;
}

/// Gives the answers one after the other, and then no more.
class ScriptedCa final : public orchestrator::Https {
 public:
  explicit ScriptedCa(std::string_view script) : script_(script) {}

  Task<Result<HttpResponse>> send(HttpRequest request, Instant) override {
    ensure(is_the_cas(request.url), "only the CA itself is asked");
    if (script_.empty()) co_return fail(Error{make_error_code(std::errc::connection_reset)});
    co_return read_answer(take_until(script_, between_answers));
  }

 private:
  std::string_view script_;
};

const AccountKey& account_key() {
  static const auto key = AccountKey::from_pem(orchestrator::pki::make_account_key().value()).value();
  return key;
}

}  // namespace

void try_input(std::string_view input) {
  asio::io_context io;
  tests::VirtualClock clock;
  ScriptedCa ca(input);
  Transport transport(ca, clock);
  AcmeAccount account;
  account.directory_url = std::string(home) + "dir";
  const Signer signer{account_key(), std::string(home) + "account/1"};
  const auto deadline = clock.now() + std::chrono::hours(24);
  const auto latest = deadline + std::chrono::days(30);
  const auto reply = tests::run_task(
      io, clock, transport.post(account, signer, std::string(home) + "order", "{}", deadline));
  if (!reply) {
    ensure(!reply.error().not_before || *reply.error().not_before <= latest,
           "nobody waits longer than thirty days");
    return;
  }
  ensure(!reply->retry_after || *reply->retry_after <= latest, "nobody waits longer than thirty days");
  ensure(reply->location.empty() || is_the_cas(reply->location), "a CA names itself only");
}

}  // namespace kigen::fuzz
