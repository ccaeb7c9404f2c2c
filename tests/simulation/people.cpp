#include "tests/simulation/people.hpp"
#include "tests/support/kept_names.hpp"

#include <algorithm>
#include <array>

#include "events/state/user_scope.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/user/commands.hpp"
#include "tests/simulation/ghost.hpp"

namespace kigen::simulation {

using namespace orchestrator;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t largest_crowd = 24;

/// The command as it must be decided: on what is in the scope by then.
Command as_seen(Command command, const Context& context) {
  command.decide = [decide = std::move(command.decide), context](const World& world) {
    const World::Sight sight(world, scope_now(world, context));
    return decide(world);
  };
  return command;
}

HostKey identity(std::uint64_t number) {
  return {"ssh-ed25519", "SHA256:identity-" + std::to_string(number)};
}

}  // namespace

std::string name_of(std::size_t number) {
  static constexpr std::array<std::string_view, 3> names{"shop", "mail", "wiki"};
  return std::string(names.at(number)) + ".example";
}

std::string address_of(std::size_t number) { return "192.0.2." + std::to_string(number + 1); }

People::People(const Surroundings& around, SimRandom random)
    : around_(around), random_(random.fork("people")), ids_(random.fork("people's ids")) {
  plan_colleagues();
  plan_installation();
  is_planned_ = true;
}

void People::wish(Command command) {
  Wish made{"people/" + std::to_string(++commands_), std::move(command)};
  if (is_planned_ && !colleagues_.empty() && random_.chance(0.6))
    made.colleague = random_.below(colleagues_.size());
  wishes_.insert(wishes_.begin(), std::move(made));
}

/// In some histories there are two groups, and people who see the services of one, of both or of none.
void People::plan_colleagues() {
  if (!random_.chance(0.4)) return;
  const auto now = around_.clock.now();
  groups_.push_back(fresh_id<UserGroupId>(now, ids_));
  wish(as_command(Create<events::UserGroupSettings>{groups_.back(), {"works"}}));
  for (const std::string mail : {"ann@example.com", "bob@example.com"}) {
    colleagues_.push_back({mail, fresh_id<UserId>(now, ids_)});
    wish(as_command(CreateUser{.id = colleagues_.back().id,
                               .mail = mail,
                               .role = events::Role::admin,
                               .groups = std::vector{groups_[colleagues_.size() - 1]}}));
  }
}

void People::plan_installation() {
  const auto now = around_.clock.now();
  place_ = fresh_id<SiteId>(now, ids_);
  wish(as_command(Create<events::SiteSettings>{place_, {"Tokyo"}}));
  for (const std::string name : {"first", "second"}) {
    accounts_.push_back(fresh_id<CaAccountId>(now, ids_));
    const auto key = fresh_id<SecretRef>(now, ids_);
    wish(as_command(CreateCaAccount{
        accounts_.back(),
        {.name = name,
         .ca = events::AcmeCa{.directory_url = around_.ca.directory_url(), .account_key = key}}}));
    secrets_.emplace_back(key, pki::make_account_key().value());
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(around_.hosts.size(), 1 + random_.below(3)); ++i) {
    sites_.push_back({name_of(i), fresh_id<ServiceId>(now, ids_), groups_[i % groups_.size()]});
    wish(as_command(CreateService{sites_[i].service, service_settings(sites_[i])}));
  }
  for (const std::string mail : {"first@example.com", "second@example.com"}) {
    admins_.push_back({mail, fresh_id<UserId>(now, ids_)});
    wish(as_command(CreateUser{.id = admins_.back().id, .mail = mail, .role = events::Role::admin}));
  }
  login_ = fresh_id<SecretRef>(now, ids_);
  elevation_ = fresh_id<SecretRef>(now, ids_);
  for (std::size_t i = 0; i < around_.hosts.size(); ++i) {
    accesses_.push_back(fresh_id<AccessId>(now, ids_));
    wish(as_command(CreateAccess{accesses_[i], access_settings(i)}));
    nodes_.push_back(fresh_id<NodeId>(now, ids_));
    wish(as_command(CreateNode{nodes_[i], site_of(i).service, node_settings(i)}));
  }
  for (const auto& site : sites_)
    wish(as_command(RequestOrder{
        .id = fresh_id<OrderId>(now, ids_), .service = site.service, .apply_when_issued = true}));
  secrets_.emplace_back(login_, planted_login);
  secrets_.emplace_back(elevation_, planted_root);
}

Task<Result<>> People::put_secrets(Process& process) {
  while (!secrets_.empty()) {
    const auto [ref, secret] = secrets_.back();
    if (co_await process.vault.put(ref, secret))
      secrets_.pop_back();
    else
      CO_TRY_DO(co_await around_.clock.sleep_until(around_.clock.now() + random_.between(1s, 1min)));
  }
  co_return Result<>{};
}

Task<Result<>> People::live(Process& process) {
  CO_TRY_DO(co_await put_secrets(process));
  for (;;) {
    if (together_) CO_TRY_DO(co_await send_together(process));
    together_ = false;
    while (!wishes_.empty()) CO_TRY_DO(co_await send(process));
    if (random_.chance(0.1)) CO_TRY_DO(co_await send_again(process));
    CO_TRY_DO(co_await around_.clock.sleep_until(around_.clock.now() +
                                                 random_.between(1s, random_.chance(0.5) ? 10min : 100h)));
    tempt_fate(process);
    if (random_.chance(around_.faults.ghost)) CO_TRY_DO(co_await haunt(process, around_, random_));
    together_ = random_.chance(around_.faults.crowd);
    want(together_ ? 2 + random_.below(largest_crowd - 1) : 1);
    CO_TRY_DO(co_await put_secrets(process));
  }
}

void People::want(std::size_t count) {
  // What they see is durable.
  for (; count > 0; --count)
    if (auto command = next_command(around_.witness.world())) wish(std::move(*command));
}

Task<Result<>> People::send(Process& process) { co_return co_await pursue(process, wishes_.back()); }

/// Nobody waits for the others; some are so impatient that they ask twice.
Task<Result<>> People::send_together(Process& process) {
  const auto crowd = std::make_shared<Crowd>(process.loop.get_executor());
  for (const auto& wish : std::vector(wishes_)) {
    join(crowd, process, wish);
    if (random_.chance(0.1)) join(crowd, process, wish);
    if (random_.chance(0.2)) process.tasks.spawn("somebody who looks", look_around(process));
  }
  while (crowd->members > 0) CO_TRY_DO(co_await crowd->somebody_left.wait());
  co_return Result<>{};
}

void People::join(const std::shared_ptr<Crowd>& crowd, Process& process, const Wish& wish) {
  ++crowd->members;
  process.tasks.spawn("one of a crowd", take_part(crowd, process, wish));
}

Task<Result<>> People::take_part(std::shared_ptr<Crowd> crowd, Process& process, Wish wish) {
  auto done = co_await pursue(process, std::move(wish));
  --crowd->members;
  crowd->somebody_left.notify_all();
  co_return done;
}

/// Who is let in has the scope that the durable log gives them.
Context People::context_of(const Wish& wish) {
  Context context;
  context.actor = {events::ActorKind::user, "people@example.com"};
  context.command_id = wish.command_id;
  if (!wish.colleague) return context;
  const auto& colleague = colleagues_[*wish.colleague];
  const auto* user = around_.witness.world().user(colleague.id);
  context.actor.id = colleague.mail;
  context.person = colleague.id;
  context.scope = user == nullptr ? events::Scope::of({}) : events::scope_of(*user);
  return context;
}

Task<Result<Receipt>> People::ask(Process& process, const Wish& wish) {
  auto context = context_of(wish);
  const auto ticket = around_.witness.asked(wish.command_id, as_seen(wish.command, context));
  auto receipt = co_await process.orchestrator.execute(wish.command, std::move(context));
  around_.witness.answered(ticket, receipt);
  co_return receipt;
}

/// Asks until there is an answer.
Task<Result<>> People::pursue(Process& process, Wish wish) {
  for (;;) {
    const auto receipt = co_await ask(process, wish);
    if (receipt || failure_of(receipt.error().code) == Failure::permanent) {
      note(wish, receipt);
      if (receipt && random_.chance(0.5)) CO_TRY_DO(co_await look_at_it(process, receipt->position));
      co_return Result<>{};
    }
    CO_TRY_DO(co_await around_.clock.sleep_until(around_.clock.now() + random_.between(1s, 1min)));
  }
}

void People::note(const Wish& wish, const Result<Receipt>& receipt) {
  std::erase_if(wishes_, [&](const Wish& other) { return other.command_id == wish.command_id; });
  const auto known = std::ranges::find(granted_, wish.command_id, &Wish::command_id);
  if (receipt && receipt->changed && known == granted_.end()) granted_.push_back(wish);
  if (constexpr std::size_t remembered = 16; granted_.size() > remembered) granted_.erase(granted_.begin());
  const bool is_there = receipt && (receipt->changed || receipt->repeated);
  trace_.push_back(to_text(around_.clock.now()) + " " + std::string(wish.command.name) + " " +
                   wish.command_id +
                   (receipt ? is_there ? " at " + std::to_string(receipt->position) : " changes nothing"
                            : " refused: " + describe(receipt.error())));
  if (is_there) acknowledged_.push_back({wish.command_id, receipt->position});
}

Task<Result<>> People::look_around(Process& process) {
  around_.witness.shown(co_await process.orchestrator.ask([](const World& world) { return world.end(); }));
  co_return Result<>{};
}

/// Whoever was told that something is done and asks for it by its position sees it.
Task<Result<>> People::look_at_it(Process& process, Position written) {
  CO_TRY_DO(co_await process.following->wait_until(written));
  if (process.views->position() <= written)
    around_.witness.findings().add("shown without what was written at " + std::to_string(written));
  co_return Result<>{};
}

/// A client that did not hear the answer: it gets the same one, and nothing happens.
Task<Result<>> People::send_again(Process& process) {
  if (granted_.empty()) co_return Result<>{};
  const auto wish = granted_[random_.below(granted_.size())];
  const auto told = std::ranges::find(acknowledged_, wish.command_id, &Acknowledged::command_id);
  const auto receipt = co_await ask(process, wish);
  if (receipt && (!receipt->repeated || receipt->position != told->position))
    around_.witness.findings().add("a command that is repeated gets another answer: " + wish.command_id);
  co_return Result<>{};
}

void People::say(const std::string& what) { trace_.push_back(to_text(around_.clock.now()) + " " + what); }

void People::change_identity(SimHost& host) {
  host.change_host_key(identity(random_.next()));
  say("a host changes its identity");
}

/// While a worker is at its door.
Task<Result<>> People::confirm_at_once(Process& process) {
  auto confirmed = confirm_host_key(around_.witness.world());
  if (!confirmed) co_return Result<>{};
  wish(std::move(*confirmed));
  co_return co_await pursue(process, wishes_.front());
}

void People::tempt_fate(Process& process) {
  auto& host = *around_.hosts.at(address_of(random_.below(around_.hosts.size())));
  if (random_.chance(around_.faults.host_key)) {
    if (random_.chance(0.5))
      change_identity(host);
    else
      host.meet_visitor([this, &process, &host] {
        change_identity(host);
        process.tasks.spawn("who changed a host", confirm_at_once(process));
      });
  }
  if (random_.chance(around_.faults.configuration)) {
    host.apache().fail_next_readings(1 + static_cast<int>(random_.below(3)));
    say("an Apache will not read its files");
  }
  if (random_.chance(around_.faults.deaf_apache)) {
    host.apache().ignore_next_restarts(1 + static_cast<int>(random_.below(3)));
    say("an Apache will not hear of restarts");
  }
  tempt_files(host.files());
  if (random_.chance(around_.faults.clock_jump)) jump_ = random_.between(1min, 100h);
}

void People::tempt_files(FileSystem& files) {
  if (random_.chance(around_.faults.killed_script)) {
    files.kill_before_change(1 + static_cast<unsigned>(random_.below(12)));
    say("a host will kill a script");
  }
  if (random_.chance(around_.faults.full_host)) {
    files.set_free_blocks(random_.chance(0.5) ? std::optional<std::size_t>(random_.below(8)) : std::nullopt);
    say("a host's disk is " + std::string(files.free_blocks() ? "nearly full" : "roomy"));
  }
  if (random_.chance(around_.faults.read_only)) {
    const bool on = random_.chance(0.5);
    files.set_read_only(on);
    say("a host's disk takes " + std::string(on ? "no writes" : "writes"));
  }
}

Task<Result<>> People::settle(Process& process) {
  CO_TRY_DO(co_await put_secrets(process));
  for (auto& [address, host] : around_.hosts) {
    host->files().spare();
    host->files().set_free_blocks(std::nullopt);
    host->files().set_read_only(false);
    host->apache().fail_next_readings(0);
    host->apache().ignore_next_restarts(0);
    if (!host->apache().alive()) host->apache().start();
  }
  recognize(around_.witness.world());
  while (auto command = confirm_host_key(around_.witness.world())) {
    wish(std::move(*command));
    while (!wishes_.empty()) CO_TRY_DO(co_await send(process));
  }
  while (!wishes_.empty()) CO_TRY_DO(co_await send(process));
  co_return Result<>{};
}

}  // namespace kigen::simulation
