#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "orchestrator/access/commands.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;
using rc::gen::element;

/// 0 … count - 1, all alike from the first case on.
int pick(int count) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, count)); }

template <class SomeId>
SomeId one_of(int count) {
  return id<SomeId>(static_cast<std::uint8_t>(1 + pick(count)));
}

const auto site = id<SiteId>(1);
const auto access = id<AccessId>(1);
const auto account = id<CaAccountId>(1);
const auto key = id<KeyRef>(1);

ServiceSettings some_service() {
  return {.name = *element<std::string>("one", "two"),
          .common_name = *element<std::string>("a.example.com", "a.example.com", "not a name"),
          .ca_account = *element<std::optional<CaAccountId>>(account, account, std::nullopt),
          .renewal = {.rule = *element(RenewalRule::never, RenewalRule::fraction_of_life)}};
}

NodeSettings some_node() {
  return {
      .name = *element<std::string>("web1", "web2"),
      .site = site,
      .access = access,
      .apache = {.certificate_file = "/etc/ssl/www.crt",
                 .key_file = "/etc/ssl/www.key",
                 .work_folder = "/var/lib/kigen"},
      .check = *element(CheckSettings{}, CheckSettings{.method = CheckMethod::url, .fqdn = "a.example.com"})};
}

Generation some_generation() {
  const auto number = 1 + pick(4);
  const auto serial = "0" + std::to_string(number);
  return {.serial = serial,
          .not_before = start,
          .not_after = day(number),
          .leaf_sha256 = serial,
          .public_key_sha256 = serial,
          .names = {"a.example.com"},
          .chain_not_after = day(number),
          .key = *element<std::optional<KeyRef>>(key, key, std::nullopt)};
}

std::string some_serial() { return *element<std::string>("01", "02", "03"); }

OrderEvent some_order_report() {
  return *element<OrderEvent>(OrderKeyPrepared{.public_key_sha256 = "k"}, SubmissionStarted{},
                              OrderSubmitted{"ca"}, OrderStatusChanged{"pending"}, OrderErred{"x", "y"},
                              OrderIssued{"01", "garbage"}, OrderFailed{"no", ""});
}

ApplyEvent some_apply_report() {
  return *element<ApplyEvent>(ApplyStarted{1, 2}, ApplyStarted{2, 2}, StepStarted{0, "s"},
                              StepSucceeded{0, "s"}, StepFailed{0, "s"}, RollbackStarted{"r"},
                              StepUndoStarted{0, "s"}, StepUndone{0, "s"}, ApplySucceeded{some_serial(), ""},
                              ApplyRolledBack{}, ApplyStuck{});
}

/// What an order's worker would report next if all went well.
OrderEvent next_report(const Order& order) {
  switch (order.stage) {
    case OrderStage::requested:
      return OrderKeyPrepared{.public_key_sha256 = "k"};
    case OrderStage::prepared:
      return SubmissionStarted{};
    case OrderStage::submitting:
      return OrderSubmitted{"ca"};
    case OrderStage::submitted:
      return OrderIssued{"01", "garbage"};
    default:
      return OrderErred{"x", "y"};
  }
}

/// What the saga would report next: mostly success.
ApplyEvent next_report(const Apply& apply) {
  if (apply.stage == ApplyStage::rolling_back) return ApplyRolledBack{};
  if (apply.stage != ApplyStage::running) return ApplyStarted{apply.attempt + 1, 1};
  if (apply.steps.empty()) return StepStarted{0, "s"};
  if (apply.steps.front().state == StepState::started) return StepSucceeded{0, "s"};
  return ApplySucceeded{apply.serial, apply.serial};
}

JobEvent some_outcome(Instant now) {
  return *element<JobEvent>(JobSucceeded{}, JobDeferred{.due = now}, JobRetryScheduled{.due = now},
                            JobParked{});
}

template <class SomeId>
SomeId numbered(std::uint8_t kind, int number) {
  auto made = id<SomeId>(kind);
  made.value.bytes[0] = static_cast<std::uint8_t>(number);
  return made;
}

/// The product without its surroundings: people's commands come at random, what the policies owe is done at
/// once.
class Installation {
 public:
  Installation() {
    send(as_command(CreateSite{site, "Tokyo"}));
    send(as_command(CreateAccess{
        access, {.name = "a", .host = "h", .login_id = "l", .login_password = id<SecretRef>(1)}}));
    send(as_command(CreateCaAccount{account, {.name = "c", .directory_url = "https://ca/"}}));
  }
  void step(int number) {
    history.now = second(number * 3'600);
    send(some_command(number));
    while (!owed_.empty()) {
      const auto command = std::move(owed_.back());
      owed_.pop_back();
      send(command);
    }
  }

  History history;

 private:
  void send(const Command& command) {
    const auto changes = command.decide(history.world);
    if (!changes || history.creates_again(*changes)) return;
    history.append(*changes);
    for (const auto& consequence : history.owed) owed_.push_back(consequence.command);
  }

  Command some_command(int number) {
    const auto service = one_of<ServiceId>(2);
    const auto node = one_of<NodeId>(3);
    switch (pick(26)) {
      case 0:
      case 1:
        return as_command(CreateService{service, some_service()});
      case 2:
        return as_command(EditService{service, some_service()});
      case 3:
        return pick(3) ? as_command(EnableService{service}) : as_command(DisableService{service});
      case 4:
        return pick(9) ? as_command(RequestKey{service}) : as_command(DeleteService{service});
      case 5:
      case 6:
        return as_command(ImportCertificate{service, some_generation()});
      case 7:
        return as_command(CreateNode{node, service, some_node()});
      case 8:
        return as_command(EditNode{node, some_node()});
      case 9:
        return pick(3) ? as_command(EnableNode{node}) : as_command(DisableNode{node});
      case 10:
        return pick(9) ? as_command(RequestNodeCheck{node}) : as_command(DeleteNode{node});
      case 11:
        return as_command(ReportNodeChecked{node, {Verdict::matches, some_serial(), some_serial()}});
      case 12:
      case 13:
      case 14:
      case 15:
      case 16:
        return report_on_order(service, number);
      case 17:
      case 18:
      case 19:
      case 20:
      case 21:
        return report_on_apply(node, number);
      case 22:
        return as_command(RemoveGeneration{service, static_cast<std::uint8_t>(1 + pick(2)), "tidy"});
      case 23:
        return as_command(SelectGeneration{service, static_cast<std::uint8_t>(1 + pick(2))});
      default:
        return run_a_job();
    }
  }

  Command report_on_order(ServiceId service, int number) {
    const auto* open = history.world.open_order_of(service);
    if (!open) return as_command(RequestOrder{numbered<OrderId>(1, number), service});
    if (pick(9) == 0) return as_command(CancelOrder{open->id, "no"});
    return as_command(ReportOrder{open->id, pick(4) ? next_report(*open) : some_order_report()});
  }
  Command report_on_apply(NodeId node, int number) {
    const auto* open = history.world.open_apply_of(node);
    if (!open) return as_command(RequestApply{numbered<ApplyId>(2, number), node});
    if (pick(9) == 0) return as_command(CancelApply{open->id, "no"});
    if (pick(9) == 0) return as_command(RetryRollback{open->id});
    return as_command(ReportApply{open->id, pick(4) ? next_report(*open) : some_apply_report()});
  }
  Command run_a_job() {
    const auto& queue = history.world.queue();
    const std::map<std::string, std::size_t> pools{
        {"ca", 1}, {"install", 2}, {"check", 2}, {"cpu", 1}, {"policy", 1}};
    const auto next = queue.startable(history.now, pools);
    if (!next.empty() && pick(2)) return as_command(StartJob{next.front(), history.now});
    if (queue.running_jobs().empty()) return as_command(NameCompany{"Example"});
    const auto* running = history.world.job(*queue.running_jobs().begin());
    return as_command(EndAttempt{running->id, running->token, some_outcome(history.now)});
  }

  std::vector<Command> owed_;
};

/// What the log says about open orders and applies and running jobs, counted without the World.
class Census {
 public:
  void count(const Record& record, const AnyEvent& event) {
    if (const auto* order = std::get_if<OrderEvent>(&event)) count(record.stream, *order);
    if (const auto* apply = std::get_if<ApplyEvent>(&event)) count(record.stream, *apply);
    if (const auto* job = std::get_if<JobEvent>(&event)) count(record.stream, *job);
  }

 private:
  /// `holder` has `what` alone until it ends.
  void take(const StreamId& holder, const std::string& what) {
    RC_ASSERT(held_.emplace(what, holder).second);
  }
  void leave(const StreamId& holder) {
    std::erase_if(held_, [&](const auto& entry) { return entry.second == holder; });
  }
  void count(const StreamId& stream, const OrderEvent& event) {
    if (const auto* requested = std::get_if<OrderRequested>(&event))
      take(stream, "order " + to_text(requested->service));
    if (std::holds_alternative<OrderRegistered>(event) || std::holds_alternative<OrderFailed>(event) ||
        std::holds_alternative<OrderCancelled>(event))
      leave(stream);
  }
  void count(const StreamId& stream, const ApplyEvent& event) {
    if (const auto* requested = std::get_if<ApplyRequested>(&event))
      take(stream, "apply " + to_text(requested->node));
    if (std::holds_alternative<ApplySucceeded>(event) || std::holds_alternative<ApplyRolledBack>(event) ||
        std::holds_alternative<ApplyCancelled>(event))
      leave(stream);
  }
  void count(const StreamId& stream, const JobEvent& event) {
    if (const auto* queued = std::get_if<JobQueued>(&event)) keys_[stream] = queued->key;
    if (std::holds_alternative<JobStarted>(event))
      take(stream, "key " + keys_[stream]);
    else
      leave(stream);
  }

  std::map<std::string, StreamId> held_;
  std::map<StreamId, std::string> keys_;
};

std::vector<std::string> owed_at(World& world, const Record& record) {
  std::vector<std::string> owed;
  const auto event = world.fold(record);
  RC_ASSERT(event.has_value());
  for (const auto& [policy, n, command] : react(world, record, *event))
    owed.push_back(std::string(policy) + " " + std::string(command.name) + " " + command.stream.text);
  return owed;
}

RC_GTEST_PROP(RandomHistory, folds_without_gaps_and_never_does_one_thing_twice_at_once, ()) {
  Installation installation;
  const auto steps = 50 + pick(150);
  for (int number = 1; number <= steps; ++number) installation.step(number);
  RC_ASSERT(!::testing::Test::HasFailure());
  const auto& history = installation.history;
  Census census;
  for (std::size_t i = 0; i < history.records.size(); ++i)
    census.count(history.records[i], history.decoded[i]);
}

RC_GTEST_PROP(RandomHistory, owes_the_same_at_every_fold, ()) {
  Installation installation;
  const auto steps = 50 + pick(50);
  for (int number = 1; number <= steps; ++number) installation.step(number);
  World once;
  World again;
  for (const auto& record : installation.history.records)
    RC_ASSERT(owed_at(once, record) == owed_at(again, record));
  RC_ASSERT(once.queue().waiting() == installation.history.world.queue().waiting());
  RC_ASSERT(once.queue().parked() == installation.history.world.queue().parked());
}

}  // namespace
}  // namespace kigen::orchestrator
