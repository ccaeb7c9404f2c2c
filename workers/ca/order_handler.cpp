#include "workers/ca/order_handler.hpp"

#include <utility>

#include "events/any_event.hpp"
#include "orchestrator/jobs/gather_keyring.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"

namespace kigen::workers::ca {
namespace {

using namespace orchestrator;

std::optional<KeptKey> key_to_keep(const Service& service) {
  const auto* current = current_slot(service);
  if (service.settings.key.new_key_each_order || current == nullptr || !current->key) return std::nullopt;
  return KeptKey{*current->key, current->public_key_sha256};
}

Task<Result<std::string>> waiting_csr(const HomePorts& home, Position made_at) {
  CO_TRY(const auto records, co_await home.log.read(made_at, 1));
  ensure(records.size() == 1, "a pending key points behind the log");
  const auto& record = records.front();
  CO_TRY(const auto event, events::decode_event(record.type, record.schema, record.payload));
  if (const auto* created = events::get_event<events::KeyCreated>(event)) co_return created->csr_pem;
  const auto* imported = events::get_event<events::CsrImported>(event);
  ensure(imported != nullptr, "a pending key points at no CSR");
  co_return imported->csr_pem;
}

Task<Result<OrderBrief>> gather(const HomePorts& home, OrderBrief brief, std::optional<PendingKey> pending) {
  auto refs = refs_in(brief.account.settings);
  if (pending) {
    CO_TRY(auto csr, co_await waiting_csr(home, pending->made_at));
    brief.waiting = {pending->key, std::move(csr), std::move(pending->public_key_sha256)};
  } else if (brief.kept) {
    refs.push_back(brief.kept->key);
  }
  brief.secrets = co_await gather_keyring(home.vault, std::move(refs));
  co_return brief;
}

}  // namespace

std::string_view OrderHandler::kind() const { return job_kind::order_advance; }

JobRules OrderHandler::rules() const {
  // With the longest pause four days: a CA may be away over a weekend, and the order waits for it (R19).
  return {.max_attempts = 100,
          .backoff_base = std::chrono::seconds(5),
          .backoff_cap = std::chrono::hours(1),
          .lease = std::chrono::minutes(10)};
}

Result<Gather<OrderBrief>> OrderHandler::brief_for(const World& world, const Job& job) {
  TRY(const auto id, id_of<OrderId>(job.queued.subject));
  const auto* order = world.order(id);
  if (order == nullptr || order->stage == OrderStage::issued) return Gather<OrderBrief>();
  const auto* service = world.service(order->service);
  const auto* account = world.ca_account(order->ca_account);
  if (service == nullptr || account == nullptr)
    return fail(ca_errc::account_unusable, "the CA account is gone");
  OrderBrief brief{.order = *order,
                   .account = *account,
                   .key = service->settings.key,
                   .subject = service->settings.subject,
                   .settings = world.company().settings};
  std::optional<PendingKey> pending;
  if (order->stage == OrderStage::requested && !order->cancel_reason) {
    pending = service->pending_key;
    if (!pending) brief.kept = key_to_keep(*service);
  }
  return Gather<OrderBrief>([this, brief = std::move(brief), pending = std::move(pending)] {
    return gather(home(), brief, pending);
  });
}

}  // namespace kigen::workers::ca
