#include "workers/ca/order_work.hpp"

#include <algorithm>
#include <utility>

#include "orchestrator/pki/import.hpp"

namespace kigen::workers::ca {
namespace {

using namespace orchestrator;

/// A CA that is about to finish is asked again in short steps before the job makes way for others.
constexpr auto quick_poll_first = std::chrono::milliseconds(250);
constexpr auto quick_poll_last = std::chrono::seconds(4);

bool is_final(const Error& error) {
  return error.code == ca_errc::refused || error.code == ca_errc::order_invalid;
}

/// What a client of that kind of CA is given: its settings, and their secrets.
Result<KindCredentials> open_ca(const events::AcmeCa& acme, const Keyring& secrets) {
  AcmeCredentials opened{acme.directory_url, acme.trust_pem, acme.contact, acme.external_key_id};
  opened.challenge = std::string(events::word_of(acme.challenge));
  opened.dns_hook = acme.dns_hook;
  if (acme.external_key) {
    TRY(opened.external_key, secrets.get(*acme.external_key));
  }
  if (acme.account_key) {
    TRY(opened.account_key, secrets.get(*acme.account_key));
  }
  return KindCredentials(std::move(opened));
}

class Advance {
 public:
  Advance(OrderPorts ports, CertificateAuthority& authority, OrderBrief brief, Home& home)
      : ports_(ports),
        brief_(std::move(brief)),
        authority_(authority),
        order_(std::exchange(brief_.order, {})),
        home_(home) {}

  Task<Result<JobOutcome>> run() {
    if (order_.cancel_reason) co_return co_await abandon();
    auto outcome = co_await advance();
    if (!outcome) outcome = co_await end(outcome.error());
    const bool goes_on = !outcome || std::holds_alternative<JobLater>(*outcome);
    if (goes_on && co_await is_cancelled_meanwhile()) co_return co_await abandon();
    co_return outcome;
  }

 private:
  /// What an error comes to.
  Task<Result<JobOutcome>> end(Error error) {
    if (is_final(error)) {
      CO_TRY_DO(co_await report(events::OrderFailed{error_word(error.code), describe(error)}));
      co_return JobDone{};
    }
    if (error.code.category() == make_error_code(ca_errc::refused).category())
      CO_TRY_DO(co_await report(events::OrderErred{error_word(error.code), describe(error),
                                                   static_cast<std::uint32_t>(message_number(error.code))}));
    // The CA said when: that is no failed attempt, and on disk it is known to the next process too.
    if (error.not_before) co_return later(*error.not_before, describe(error));
    co_return fail(std::move(error));
  }

  Task<bool> is_cancelled_meanwhile() {
    auto reason = co_await home_.ask(AskCancelled{order_.id});
    if (reason) order_.cancel_reason = *std::move(reason);
    co_return order_.cancel_reason.has_value();
  }

  /// What the CA holds by itself ends there; that it cannot be told of it keeps nobody waiting.
  Task<Result<JobOutcome>> abandon() {
    const auto opened = co_await open_account();
    Result<> told = opened ? co_await authority_.abandon(credentials_, request(), deadline()) : opened;
    std::string reason = order_.cancel_reason.value_or("");
    if (!told) reason += (reason.empty() ? "" : "; ") + ("the CA was not told: " + describe(told.error()));
    CO_TRY_DO(co_await report(events::OrderCancelled{std::move(reason)}));
    co_return JobDone{};
  }

  Task<Result<JobOutcome>> advance() {
    CO_TRY_DO(co_await open_account());
    if (order_.stage == OrderStage::requested) CO_TRY_DO(co_await prepare_key());
    if (order_.stage == OrderStage::prepared || order_.stage == OrderStage::submitting)
      CO_TRY_DO(co_await submit());
    auto outcome = co_await poll();
    if (outcome || outcome.error().code != ca_errc::order_not_found) co_return outcome;
    // The CA forgot the order (a test CA was restarted, an old order was purged): what it does not hold it
    // cannot issue.
    CO_TRY_DO(co_await submit());
    co_return co_await poll();
  }

  /// The submission that is announced next brings the word of it to the disk.
  Task<Result<>> prepare_key() {
    CO_TRY(auto prepared, co_await choose_key());
    note(std::move(prepared));
    co_return Result<>{};
  }

  /// The key and CSR that wait at the service, else the key in use where it is to be kept, else a new one.
  Task<Result<events::OrderKeyPrepared>> choose_key() {
    if (brief_.waiting) co_return *brief_.waiting;
    if (brief_.kept) {
      CO_TRY(auto kept, co_await kept_key(*brief_.kept));
      if (kept) co_return *std::move(kept);
    }
    CO_TRY(auto made, co_await ports_.keys.make(csr_request()));
    CO_TRY(const auto ref, co_await home_.keep(KeepSecret{std::move(made.key_pem)}));
    co_return events::OrderKeyPrepared{ref, std::move(made.csr_pem), std::move(made.public_key_sha256)};
  }

  /// None when the key cannot be had, or is of another kind than the service wants now.
  Task<Result<std::optional<events::OrderKeyPrepared>>> kept_key(KeptKey kept) {
    auto csr = co_await csr_for(kept.key);
    if (csr) co_return events::OrderKeyPrepared{kept.key, *std::move(csr), std::move(kept.public_key_sha256)};
    if (failure_of(csr.error().code) != Failure::permanent) co_return fail(std::move(csr.error()));
    co_return std::nullopt;
  }

  Task<Result<std::string>> csr_for(KeyRef key) {
    CO_TRY(auto pem, brief_.secrets.get(key));
    co_return co_await ports_.keys.sign_csr(std::move(pem), csr_request());
  }

  CsrRequest csr_request() const { return {brief_.key, brief_.subject, order_.common_name, names()}; }

  Task<Result<>> open_account() {
    CO_TRY(credentials_.ca, brief_.account.settings.ca.visit(
                                [this](const auto& kind) { return open_ca(kind, brief_.secrets); }));
    credentials_.account_url = brief_.account.account_url;
    credentials_.proxy = brief_.settings.proxy;
    if (!credentials_.account_url.empty()) co_return Result<>{};
    CO_TRY(credentials_.account_url, co_await authority_.register_account(credentials_, deadline()));
    CO_TRY_DO(co_await home_.report(
        ReportCaAccountRegistered{order_.ca_account, credentials_.account_url, brief_.account.settings.ca}));
    co_return Result<>{};
  }

  Task<Result<>> submit() {
    if (order_.stage == OrderStage::submitting) {
      CO_TRY(const auto found, co_await authority_.find(credentials_, request(), deadline()));
      if (found) co_return co_await report_submitted(*found);
    }
    const auto attempt = order_.attempt + 1;
    CO_TRY_DO(co_await report(
        events::SubmissionStarted{attempt, to_text(order_.id) + "/" + std::to_string(attempt)}));
    auto asked = request();
    asked.ca_order.clear();  // that of an earlier attempt
    CO_TRY(const auto status, co_await authority_.submit(credentials_, std::move(asked), deadline()));
    co_return co_await report_submitted(status);
  }

  Task<Result<>> report_submitted(const CaOrderStatus& status) {
    co_return co_await report(events::OrderSubmitted{status.ca_order, order_.attempt});
  }

  Task<Result<JobOutcome>> poll() {
    for (Duration pause = quick_poll_first;; pause *= 2) {
      CO_TRY(const auto status, co_await authority_.advance(credentials_, request(), deadline()));
      CO_TRY_DO(co_await report_status(status));
      if (status.stage == CaStage::issued) co_return co_await download();
      if (status.stage == CaStage::invalid) co_return fail(ca_errc::order_invalid, status.detail);
      const auto now = ports_.clock.now();
      if (pause > quick_poll_last || (status.retry_after && *status.retry_after > now + quick_poll_last))
        co_return later(status.retry_after.value_or(now), status.detail);
      CO_TRY_DO(co_await ports_.clock.sleep_until(std::max(status.retry_after.value_or(now), now + pause)));
    }
  }

  /// Not before the CA wants it, nor sooner than the usual pause.
  JobLater later(Instant wanted, std::string reason) const {
    const auto usual = ports_.clock.now() + std::chrono::seconds(brief_.settings.order_poll_s);
    return {std::max(wanted, usual), std::move(reason)};
  }

  Task<Result<>> report_status(const CaOrderStatus& status) {
    if (status.detail != order_.status)
      CO_TRY_DO(co_await report(events::OrderStatusChanged{status.detail, {}}));
    if (status.trouble.empty()) co_return Result<>{};
    const auto code = make_error_code(ca_errc::challenge_pending);
    co_return co_await report(events::OrderErred{error_word(code), status.trouble,
                                                 static_cast<std::uint32_t>(message_number(code))});
  }

  Task<Result<JobOutcome>> download() {
    CO_TRY(const auto chain, co_await authority_.download(credentials_, request(), deadline()));
    const auto generation = pki::read_chain(chain);
    if (!generation)
      co_return fail(ca_errc::unexpected_answer, "the certificate it gave: " + describe(generation.error()));
    CO_TRY_DO(co_await report(events::OrderIssued{generation->serial, chain}));
    co_return JobDone{};
  }

  CaOrderRequest request() const {
    return {order_.request_key, order_.common_name, names(), order_.csr_pem, std::nullopt, order_.ca_order};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all{order_.common_name};
    all.insert(all.end(), order_.sans.begin(), order_.sans.end());
    return all;
  }
  Instant deadline() const { return ports_.clock.now() + std::chrono::seconds(brief_.settings.ca_timeout_s); }

  Task<Result<>> report(events::OrderEvent event) {
    CO_TRY_DO(co_await home_.report(ReportOrder{order_.id, event}));
    follow(event);
    co_return Result<>{};
  }
  void note(events::OrderEvent event) {
    follow(event);
    home_.note(ReportOrder{order_.id, std::move(event)});
  }
  /// Nothing here depends on where an event stands in the log.
  void follow(const events::OrderEvent& event) { order_ = evolve(std::move(order_), event, {}); }

  OrderPorts ports_;
  OrderBrief brief_;
  CertificateAuthority& authority_;
  Order order_;  // with all that was said here
  Home& home_;
  CaCredentials credentials_;
};

}  // namespace

Task<Result<JobOutcome>> advance_order(OrderPorts ports, OrderBrief brief, Home& home) {
  auto* authority = ports.authorities.find(brief.account.settings.ca.word());
  if (authority == nullptr) co_return fail(ca_errc::account_unusable, "this build speaks with no such CA");
  Advance advance(ports, *authority, std::move(brief), home);
  co_return co_await advance.run();
}

}  // namespace kigen::workers::ca
