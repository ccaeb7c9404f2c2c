#include "unit/orchestrator/random_commands.hpp"

#include <utility>

#include "orchestrator/access/commands.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/user/commands.hpp"
#include "tests/support/kept_commands.hpp"
#include "tests/support/kept_names.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator::testing {

using namespace events;

namespace {

const std::map<std::string, std::size_t> pools{
    {"ca", 1}, {"install", 2}, {"check", 2}, {"cpu", 1}, {"policy", 1}};

const auto key = id<KeyRef>(1);

const SiteId* site_named(const World& world, const std::string& name) {
  for (const auto& [id, known] : world.company().sites)
    if (known.name == name) return &id;
  return nullptr;
}

}  // namespace

/// Later ones sort later, as those that time makes.
template <class SomeId>
SomeId RandomCommands::fresh() {
  const auto number = ++ids_;
  SomeId made;
  for (int byte = 0; byte < 4; ++byte)
    made.value.bytes[static_cast<std::size_t>(byte)] = static_cast<std::uint8_t>(number >> (24 - 8 * byte));
  return made;
}

std::vector<Command> RandomCommands::foundations() {
  std::vector<Command> commands;
  commands.push_back(as_command(Create<UserGroupSettings>{first_group, {"samplegroup"}}));
  for (const std::string name : {"Tokyo", "Osaka"})
    commands.push_back(as_command(Create<SiteSettings>{fresh<SiteId>(), {name}}));
  for (const std::string name : {"a", "b"}) {
    auto settings = access_settings();
    settings.name = name;
    commands.push_back(as_command(CreateAccess{fresh<AccessId>(), settings}));
  }
  for (const std::string name : {"c", "d"}) {
    auto settings = account_settings();
    settings.name = name;
    commands.push_back(as_command(CreateCaAccount{fresh<CaAccountId>(), settings}));
  }
  for (const std::string mail : {"ann@example.com", "bob@example.com"})
    commands.push_back(as_command(CreateUser{.id = fresh<UserId>(), .mail = mail, .role = Role::admin}));
  return commands;
}

Command RandomCommands::next(const World& world, Instant now) {
  const auto what = pick_(36);
  if (what >= 32)
    return tests::some_kept_command(
        world, pick_, [this] { return fresh<UserGroupId>().value; }, tests::some_secret);
  if (what < 2) return about_place(world);
  if (what < 4) return about_access(world);
  if (what < 6) return about_account(world);
  if (what < 8) return about_user(world);
  if (what < 12) return about_service(world);
  if (what < 16) return about_generation(world);
  if (what < 20) return about_node(world);
  if (what < 24) return about_order(world);
  if (what < 29) return about_apply(world);
  return about_job(world, now);
}

const Service* RandomCommands::some_service(const World& world) {
  return world.service_named(some_group(world), one_of<std::string>({"one", "two"}));
}

const Node* RandomCommands::some_node(const World& world) {
  const auto* service = some_service(world);
  if (service == nullptr) return nullptr;
  const auto nodes = world.nodes_of(service->id);
  return nodes.empty() ? nullptr
                       : world.node(nodes[static_cast<std::size_t>(pick_(static_cast<int>(nodes.size())))]);
}

SiteId RandomCommands::some_site(const World& world) {
  const auto* site = site_named(world, one_of<std::string>({"Tokyo", "Osaka"}));
  return site != nullptr ? *site : SiteId{};
}

UserGroupId RandomCommands::some_group(const World& world) {
  const auto* group = world.named<UserGroup>("kept one");
  return group != nullptr && pick_(2) == 0 ? group->id : first_group;
}

AccessId RandomCommands::some_access(const World& world) {
  const auto* access = world.named<Access>(one_of<std::string>({"a", "b"}));
  return access != nullptr ? access->id : AccessId{};
}

std::optional<CaAccountId> RandomCommands::some_account(const World& world) {
  if (pick_(4) == 0) return std::nullopt;
  const auto* account = world.named<CaAccount>(one_of<std::string>({"c", "d"}));
  return account != nullptr ? std::optional(account->id) : std::nullopt;
}

ServiceSettings RandomCommands::service_settings(const World& world) {
  return {
      .name = one_of<std::string>({"one", "two"}),
      .common_name = one_of<std::string>({"a.example.com", "a.example.com", "*.example.com", "not a name"}),
      .ca_account = some_account(world),
      .renewal = {.rule = one_of({RenewalRule::never, RenewalRule::fraction_of_life})},
      .group = some_group(world)};
}

NodeSettings RandomCommands::node_settings(const World& world) {
  return {
      .name = one_of<std::string>({"web1", "web2"}),
      .site = some_site(world),
      .access = some_access(world),
      .server = ApacheSettings{.certificate_file = "/etc/ssl/www.crt",
                               .key_file = "/etc/ssl/www.key",
                               .work_folder = "/var/lib/kigen"},
      .check = one_of({CheckSettings{}, CheckSettings{.method = CheckMethod::url, .fqdn = "a.example.com"}})};
}

AccessSettings RandomCommands::access_settings() {
  return {.name = one_of<std::string>({"a", "b"}),
          .connection = SshAccess{
              .host = one_of<std::string>({"h", "i"}), .login_id = "l", .login_password = id<SecretRef>(1)}};
}

CaAccountSettings RandomCommands::account_settings() {
  return {.name = one_of<std::string>({"c", "d"}),
          .ca = AcmeCa{.directory_url = "https://ca/",
                       .challenge = one_of({AcmeChallenge::http_01, AcmeChallenge::dns_01}),
                       .dns_hook = "hook"}};
}

Generation RandomCommands::generation() {
  const auto number = 1 + pick_(4);
  const auto text = "0" + std::to_string(number);
  return {.serial = text,
          .not_before = start,
          .not_after = day(number),
          .leaf_sha256 = text,
          .public_key_sha256 = text,
          .names = {"a.example.com"},
          .chain_not_after = day(number),
          .key = one_of<std::optional<KeyRef>>({key, key, std::nullopt})};
}

std::string RandomCommands::serial() { return one_of<std::string>({"01", "02", "03"}); }

Command RandomCommands::about_place(const World& world) {
  const auto name = one_of<std::string>({"Tokyo", "Osaka"});
  const auto* site = site_named(world, name);
  if (site == nullptr) return as_command(Create<SiteSettings>{fresh<SiteId>(), {name}});
  if (pick_(3)) return as_command(Delete<SiteSettings>{*site});
  return as_command(Edit<SiteSettings>{*site, {one_of<std::string>({"Tokyo", "Osaka"})}});
}

Command RandomCommands::about_access(const World& world) {
  const auto* access = world.named<Access>(one_of<std::string>({"a", "b"}));
  if (access == nullptr) return as_command(CreateAccess{fresh<AccessId>(), access_settings()});
  if (pick_(3)) return as_command(DeleteAccess{access->id});
  return as_command(EditAccess{access->id, access_settings()});
}

Command RandomCommands::about_account(const World& world) {
  const auto* account = world.named<CaAccount>(one_of<std::string>({"c", "d"}));
  if (account == nullptr) return as_command(CreateCaAccount{fresh<CaAccountId>(), account_settings()});
  if (pick_(3)) return as_command(DeleteCaAccount{account->id});
  return as_command(EditCaAccount{account->id, account_settings()});
}

Command RandomCommands::about_user(const World& world) {
  const auto mail = one_of<std::string>({"ann@example.com", "bob@example.com"});
  const auto role = one_of({Role::admin, Role::viewer});
  const auto* user = world.user_with_mail(mail);
  if (user == nullptr) return as_command(CreateUser{.id = fresh<UserId>(), .mail = mail, .role = role});
  if (pick_(4) == 0) return as_command(SetUserGroups{user->id, {some_group(world), some_group(world)}});
  if (pick_(3)) return as_command(EditUser{user->id, role});
  return as_command(DeleteUser{user->id, "cho@example.com"});
}

Command RandomCommands::about_service(const World& world) {
  const auto* service = some_service(world);
  if (service == nullptr) return as_command(CreateService{fresh<ServiceId>(), service_settings(world)});
  if (pick_(9) == 0) return as_command(DeleteService{service->id});
  if (pick_(2)) return as_command(EditService{service->id, service_settings(world)});
  if (!service->enabled) return as_command(EnableService{service->id});
  if (pick_(3) == 0) return as_command(DisableService{service->id});
  return as_command(RequestKey{service->id});
}

Command RandomCommands::about_generation(const World& world) {
  const auto* service = some_service(world);
  if (service == nullptr) return as_command(CreateService{fresh<ServiceId>(), service_settings(world)});
  const auto slot = static_cast<std::uint8_t>(1 + pick_(2));
  if (pick_(2)) return as_command(ImportCertificate{service->id, generation()});
  if (pick_(2)) return as_command(RemoveGeneration{service->id, slot, "tidy"});
  return as_command(SelectGeneration{service->id, slot});
}

Command RandomCommands::about_node(const World& world) {
  const auto* service = some_service(world);
  const auto* node = some_node(world);
  if (service == nullptr) return as_command(CreateService{fresh<ServiceId>(), service_settings(world)});
  if (node == nullptr || pick_(4) == 0)
    return as_command(CreateNode{fresh<NodeId>(), service->id, node_settings(world)});
  if (!node->enabled) return as_command(EnableNode{node->id});
  if (pick_(3) == 0) return as_command(EditNode{node->id, node_settings(world)});
  if (pick_(3) == 0) return as_command(ReportNodeChecked{node->id, {Verdict::matches, serial(), serial()}});
  if (pick_(3) == 0) return as_command(DisableNode{node->id});
  return pick_(4) ? as_command(RequestNodeCheck{node->id}) : as_command(DeleteNode{node->id});
}

Command RandomCommands::about_order(const World& world) {
  const auto* service = some_service(world);
  if (service == nullptr) return as_command(CreateService{fresh<ServiceId>(), service_settings(world)});
  const auto* open = world.open_order_of(service->id);
  if (open == nullptr) return as_command(RequestOrder{fresh<OrderId>(), service->id});
  if (pick_(9) == 0) return as_command(CancelOrder{open->id, "no"});
  return as_command(ReportOrder{open->id, pick_(4) ? next_report(*open) : some_report()});
}

Command RandomCommands::about_apply(const World& world) {
  const auto* node = some_node(world);
  if (node == nullptr) return about_node(world);
  const auto* open = world.open_apply_of(node->id);
  const auto slot = one_of<std::optional<std::uint8_t>>({std::nullopt, 1, 2});
  if (open == nullptr) return as_command(RequestApply{fresh<ApplyId>(), node->id, slot});
  if (pick_(9) == 0) return as_command(CancelApply{open->id, "no"});
  if (pick_(9) == 0) return as_command(RetryRollback{open->id});
  return as_command(ReportApply{open->id, pick_(4) ? next_report(*open) : some_apply_report()});
}

Command RandomCommands::about_job(const World& world, Instant now) {
  const auto& queue = world.queue();
  const auto waiting = queue.startable(now, pools);
  if (!waiting.empty() && pick_(9) == 0) return as_command(CancelJob{waiting.front(), "no"});
  if (!waiting.empty() && pick_(2)) return as_command(StartJob{waiting.front(), now});
  if (queue.running_jobs().empty()) return as_command(NameCompany{"Example"});
  const auto* running = world.job(*queue.running_jobs().begin());
  return as_command(EndAttempt{running->id, running->token, outcome(now)});
}

OrderEvent RandomCommands::some_report() {
  return one_of<OrderEvent>({OrderKeyPrepared{.public_key_sha256 = "k"}, SubmissionStarted{},
                             OrderSubmitted{"ca"}, OrderStatusChanged{"pending"}, OrderErred{"x", "y"},
                             OrderIssued{"01", "garbage"}, OrderFailed{"no", ""}});
}

ApplyEvent RandomCommands::some_apply_report() {
  return one_of<ApplyEvent>({ApplyStarted{1, 2}, ApplyStarted{2, 2}, StepStarted{0, "s"},
                             StepSucceeded{0, "s"}, StepFailed{0, "s"}, RollbackStarted{"r"},
                             StepUndoStarted{0, "s"}, StepUndone{0, "s"}, ApplySucceeded{serial(), ""},
                             ApplyRolledBack{}, ApplyStuck{}});
}

/// What an order's worker would report next if all went well.
OrderEvent RandomCommands::next_report(const Order& order) {
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
ApplyEvent RandomCommands::next_report(const Apply& apply) {
  if (apply.stage == ApplyStage::rolling_back) return ApplyRolledBack{};
  if (apply.stage != ApplyStage::running) return ApplyStarted{apply.attempt + 1, 1};
  if (apply.steps.empty()) return StepStarted{0, "s"};
  if (apply.steps.front().state == StepState::started) return StepSucceeded{0, "s"};
  return ApplySucceeded{apply.serial, apply.serial};
}

JobEvent RandomCommands::outcome(Instant now) {
  return one_of<JobEvent>(
      {JobSucceeded{}, JobDeferred{.due = now}, JobRetryScheduled{.due = now}, JobParked{}});
}

}  // namespace kigen::orchestrator::testing
