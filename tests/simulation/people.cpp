#include "tests/simulation/people.hpp"

#include "orchestrator/access/commands.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
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

template <class T>
const T& any_of(SimRandom& random, const std::vector<T>& all) {
  return all[random.below(all.size())];
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

events::NodeSettings People::node_settings(std::size_t number) const {
  events::NodeSettings settings;
  settings.name = "web" + std::to_string(number);
  settings.site = site_;
  settings.access = accesses_[number];
  settings.apache = {.certificate_file = "/etc/ssl/site/site.crt",
                     .key_file = "/etc/ssl/site/site.key",
                     .work_folder = "/var/lib/kigen"};
  settings.check = {.method = events::CheckMethod::address,
                    .fqdn = "shop.example",
                    .address = address_of(number),
                    .port = 443};
  return settings;
}

void People::plan_installation() {
  const auto now = around_.clock.now();
  site_ = fresh_id<SiteId>(now, ids_);
  wish(as_command(CreateSite{site_, "Tokyo"}));
  accounts_ = {fresh_id<CaAccountId>(now, ids_)};
  const auto account_key = fresh_id<SecretRef>(now, ids_);
  wish(as_command(CreateCaAccount{
      accounts_[0],
      {.name = "ca", .directory_url = around_.ca.directory_url(), .account_key = account_key}}));
  services_ = {fresh_id<ServiceId>(now, ids_)};
  wish(as_command(CreateService{
      services_[0], {.name = "shop", .common_name = "shop.example", .ca_account = accounts_[0]}}));
  const auto login = fresh_id<SecretRef>(now, ids_);
  const auto elevation = fresh_id<SecretRef>(now, ids_);
  for (std::size_t i = 0; i < around_.hosts.size(); ++i) {
    accesses_.push_back(fresh_id<AccessId>(now, ids_));
    wish(as_command(
        CreateAccess{accesses_[i],
                     {.name = "host" + std::to_string(i),
                      .host = address_of(i),
                      .login_id = "deploy",
                      .login_password = login,
                      .elevation = random_.chance(0.5) ? events::Elevation::su : events::Elevation::sudo,
                      .execution_id = "root",
                      .execution_password = elevation,
                      .host_key_policy = random_.chance(0.5) ? events::HostKeyPolicy::trust_on_first_use
                                                             : events::HostKeyPolicy::confirm}}));
    nodes_.push_back(fresh_id<NodeId>(now, ids_));
    wish(as_command(CreateNode{nodes_[i], services_[0], node_settings(i)}));
  }
  wish(as_command(
      RequestOrder{.id = fresh_id<OrderId>(now, ids_), .service = services_[0], .apply_when_issued = true}));
  secrets_.emplace_back(login, std::string(planted) + "-login");
  secrets_.emplace_back(elevation, std::string(planted) + "-root");
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

std::optional<Command> People::next_command(const World& world) {
  if (auto confirmed = confirm_host_key(world); confirmed && random_.chance(0.7)) return confirmed;
  switch (random_.below(8)) {
    case 0:
      return change_node(world);
    case 1:
      return change_service(world);
    case 2:
    case 3:
      return cancel_or_retry(world);
    default:
      return order_or_apply(world);
  }
}

Command People::order_or_apply(const World&) {
  const auto now = around_.clock.now();
  if (random_.chance(0.3))
    return as_command(RequestOrder{.id = fresh_id<OrderId>(now, ids_),
                                   .service = any_of(random_, services_),
                                   .apply_when_issued = random_.chance(0.7)});
  if (random_.chance(0.2)) return as_command(RequestNodeCheck{.id = any_of(random_, nodes_)});
  return as_command(RequestApply{.id = fresh_id<ApplyId>(now, ids_), .node = any_of(random_, nodes_)});
}

Command People::change_node(const World& world) {
  const auto number = random_.below(nodes_.size());
  const auto* node = world.node(nodes_[number]);
  if (node == nullptr) {
    nodes_[number] = fresh_id<NodeId>(around_.clock.now(), ids_);
    return as_command(CreateNode{nodes_[number], services_[0], node_settings(number)});
  }
  if (!node->enabled) return as_command(EnableNode{node->id});
  if (random_.chance(0.2)) return as_command(DeleteNode{node->id});
  if (random_.chance(0.3)) return as_command(DisableNode{node->id});
  auto settings = node->settings;
  settings.apache.work_folder = random_.chance(0.5) ? "/var/lib/kigen" : "/var/lib/kigen2";
  return as_command(EditNode{node->id, std::move(settings)});
}

Command People::change_service(const World& world) {
  const auto* service = world.service(services_[0]);
  if (service == nullptr || service->enabled)
    return random_.chance(0.3) ? as_command(DisableService{services_[0]})
                               : as_command(RequestKey{services_[0]});
  return as_command(EnableService{services_[0]});
}

std::optional<Command> People::cancel_or_retry(const World& world) {
  const auto now = around_.clock.now();
  if (const auto* order = world.open_order_of(services_[0])) {
    if (random_.chance(0.3)) return as_command(CancelOrder{order->id, "changed my mind"});
    for (const auto* job : world.jobs_about(stream_of(order->id))) return as_command(RetryJob{job->id, now});
  }
  for (const auto& node : nodes_) {
    const auto* apply = world.open_apply_of(node);
    if (apply == nullptr) continue;
    if (random_.chance(0.5)) return as_command(CancelApply{apply->id, "changed my mind"});
    for (const auto* job : world.jobs_about(stream_of(apply->id))) return as_command(RetryJob{job->id, now});
  }
  return std::nullopt;
}

/// A person looks at the identity that the host really has.
std::optional<Command> People::confirm_host_key(const World& world) {
  for (std::size_t i = 0; i < accesses_.size(); ++i) {
    const auto* access = world.access(accesses_[i]);
    if (access == nullptr) continue;
    const auto& real = around_.hosts.at(address_of(i))->host_key();
    if (access->pinned && access->pinned->fingerprint == real.fingerprint) continue;
    return as_command(PinHostKey{access->id, {real.algorithm, real.fingerprint, false}});
  }
  return std::nullopt;
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
