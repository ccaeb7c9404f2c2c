#include "tests/simulation/people.hpp"

#include "orchestrator/access/commands.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/service/commands.hpp"
#include "tests/simulation/ghost.hpp"

namespace kigen::simulation {

using namespace orchestrator;
using namespace std::chrono_literals;

namespace {

HostKey identity(std::uint64_t number) {
  return {"ssh-ed25519", "SHA256:identity-" + std::to_string(number)};
}

}  // namespace

std::string address_of(std::size_t number) { return "192.0.2." + std::to_string(number + 1); }

People::People(const Surroundings& around, SimRandom random)
    : around_(around), random_(random.fork("people")), ids_(random.fork("people's ids")) {
  plan_installation();
}

void People::wish(Command command) {
  wishes_.insert(wishes_.begin(), {"people/" + std::to_string(++commands_), std::move(command)});
}

void People::plan_installation() {
  const auto now = around_.clock.now();
  site_ = fresh_id<SiteId>(now, ids_);
  wish(as_command(CreateSite{site_, "Tokyo"}));
  account_ = fresh_id<CaAccountId>(now, ids_);
  const auto account_key = fresh_id<SecretRef>(now, ids_);
  wish(as_command(CreateCaAccount{
      account_, {.name = "ca", .directory_url = around_.ca.directory_url(), .account_key = account_key}}));
  service_ = fresh_id<ServiceId>(now, ids_);
  wish(as_command(CreateService{service_, service_settings()}));
  login_ = fresh_id<SecretRef>(now, ids_);
  elevation_ = fresh_id<SecretRef>(now, ids_);
  for (std::size_t i = 0; i < around_.hosts.size(); ++i) {
    accesses_.push_back(fresh_id<AccessId>(now, ids_));
    wish(as_command(CreateAccess{accesses_[i], access_settings(i)}));
    nodes_.push_back(fresh_id<NodeId>(now, ids_));
    wish(as_command(CreateNode{nodes_[i], service_, node_settings(i)}));
  }
  wish(as_command(
      RequestOrder{.id = fresh_id<OrderId>(now, ids_), .service = service_, .apply_when_issued = true}));
  secrets_.emplace_back(login_, std::string(planted) + "-login");
  secrets_.emplace_back(elevation_, std::string(planted) + "-root");
  secrets_.emplace_back(account_key, pki::make_account_key().value());
}

Task<Result<>> People::put_secrets(Process& process) {
  for (const auto& [ref, secret] : secrets_) CO_TRY_DO(co_await process.vault.put(ref, secret));
  co_return Result<>{};
}

Task<Result<>> People::live(Process& process) {
  CO_TRY_DO(co_await put_secrets(process));
  for (;;) {
    while (!wishes_.empty()) CO_TRY_DO(co_await send(process));
    CO_TRY_DO(co_await around_.clock.sleep_until(around_.clock.now() +
                                                 random_.between(1s, random_.chance(0.5) ? 10min : 100h)));
    tempt_fate();
    if (random_.chance(around_.faults.ghost)) CO_TRY_DO(co_await haunt(process, around_, random_));
    if (auto command = next_command(process.orchestrator.world())) wish(std::move(*command));
  }
}

Task<Result<>> People::send(Process& process) {
  const auto next = wishes_.back();
  Context context;
  context.actor = {events::ActorKind::user, "people@example.com"};
  context.command_id = next.command_id;
  const auto receipt = co_await process.orchestrator.execute(next.command, std::move(context));
  if (!receipt && failure_of(receipt.error().code) != Failure::permanent) {
    co_return co_await around_.clock.sleep_until(around_.clock.now() + random_.between(1s, 1min));
  }
  wishes_.pop_back();
  trace_.push_back(
      to_text(around_.clock.now()) + " " + std::string(next.command.name) + " " + next.command_id +
      (receipt ? receipt->changed || receipt->repeated ? " at " + std::to_string(receipt->position)
                                                       : " changes nothing"
               : " refused: " + describe(receipt.error())));
  if (receipt && (receipt->changed || receipt->repeated))
    acknowledged_.push_back({next.command_id, receipt->position});
  co_return Result<>{};
}

void People::tempt_fate() {
  auto& host = *around_.hosts.at(address_of(random_.below(around_.hosts.size())));
  if (random_.chance(around_.faults.host_key)) {
    host.change_host_key(identity(random_.next()));
    trace_.push_back(to_text(around_.clock.now()) + " a host changes its identity");
  }
  if (random_.chance(around_.faults.configuration)) {
    host.apache().fail_next_readings(1 + static_cast<int>(random_.below(3)));
    trace_.push_back(to_text(around_.clock.now()) + " an Apache will not read its files");
  }
  if (random_.chance(around_.faults.deaf_apache)) {
    host.apache().ignore_next_restarts(1 + static_cast<int>(random_.below(3)));
    trace_.push_back(to_text(around_.clock.now()) + " an Apache will not hear of restarts");
  }
  if (random_.chance(around_.faults.clock_jump)) jump_ = random_.between(1min, 100h);
}

Task<Result<>> People::settle(Process& process) {
  CO_TRY_DO(co_await put_secrets(process));
  for (auto& [address, host] : around_.hosts) {
    host->apache().fail_next_readings(0);
    host->apache().ignore_next_restarts(0);
    if (!host->apache().alive()) host->apache().start();
  }
  while (auto command = confirm_host_key(process.orchestrator.world())) {
    wish(std::move(*command));
    while (!wishes_.empty()) CO_TRY_DO(co_await send(process));
  }
  while (!wishes_.empty()) CO_TRY_DO(co_await send(process));
  co_return Result<>{};
}

}  // namespace kigen::simulation
