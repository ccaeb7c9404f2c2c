#include "orchestrator/access/commands.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/user/commands.hpp"
#include "tests/simulation/people.hpp"
#include "tests/support/kept_commands.hpp"
#include "tests/support/kept_names.hpp"

namespace kigen::simulation {

using namespace orchestrator;
using namespace std::chrono_literals;

namespace {

std::string access_name_of(std::size_t number) { return "host" + std::to_string(number); }
std::string node_name_of(std::size_t number) { return "web" + std::to_string(number); }

/// What is gone gets a new id when it is made again.
template <class SomeId>
SomeId renew(SomeId& id, Instant now, SimRandom& ids) {
  return id = fresh_id<SomeId>(now, ids);
}

}  // namespace

events::ServiceSettings People::service_settings(const Site& site) {
  events::ServiceSettings settings{
      .name = site.name, .common_name = site.name, .ca_account = accounts_[random_.below(accounts_.size())]};
  settings.key.new_key_each_order = random_.chance(0.7);
  settings.renewal.percent_of_life = static_cast<std::uint32_t>(40 + random_.below(50));
  settings.renewal.apply_automatically = random_.chance(0.8);
  settings.slots = random_.chance(0.7) ? 2 : static_cast<std::uint8_t>(3 + random_.below(2));
  settings.group = site.home;
  return settings;
}

events::AccessSettings People::access_settings(std::size_t number) {
  return {.name = access_name_of(number),
          .connection = events::SshAccess{
              .host = address_of(number),
              .login_id = "deploy",
              .login_password = login_,
              .elevation = random_.chance(0.5) ? events::Elevation::su : events::Elevation::sudo,
              .execution_id = "root",
              .execution_password = elevation_,
              .host_key_policy = random_.chance(0.5) ? events::HostKeyPolicy::trust_on_first_use
                                                     : events::HostKeyPolicy::confirm}};
}

events::NodeSettings People::node_settings(std::size_t number) const {
  events::NodeSettings settings;
  settings.name = node_name_of(number);
  settings.site = place_;
  settings.access = accesses_[number];
  settings.server = events::ApacheSettings{.certificate_file = "/etc/ssl/site/site.crt",
                                           .key_file = "/etc/ssl/site/site.key",
                                           .work_folder = "/var/lib/kigen"};
  settings.check = {.method = events::CheckMethod::address,
                    .fqdn = sites_[number % sites_.size()].name,
                    .address = address_of(number),
                    .port = 443};
  return settings;
}

/// Of what was made twice at the same moment one is there, not always the one that they thought of last.
void People::recognize(const World& world) {
  for (auto& site : sites_)
    for (const auto group : groups_)
      if (const auto* service = world.service_named(group, site.name)) site.service = service->id;
  for (auto& admin : admins_)
    if (const auto* user = world.user_with_mail(admin.mail)) admin.id = user->id;
  for (auto& colleague : colleagues_)
    if (const auto* user = world.user_with_mail(colleague.mail)) colleague.id = user->id;
  for (std::size_t i = 0; i < accesses_.size(); ++i) {
    if (const auto* access = world.named<Access>(access_name_of(i))) accesses_[i] = access->id;
    for (const auto node : world.nodes_of(site_of(i).service))
      if (world.node(node)->settings.name == node_name_of(i)) nodes_[i] = node;
  }
}

std::optional<Command> People::next_command(const World& world) {
  recognize(world);
  if (auto confirmed = confirm_host_key(world); confirmed && random_.chance(0.7)) return confirmed;
  switch (random_.below(12)) {
    case 0:
    case 1:
      return change_node(world);
    case 2:
      return change_service(world);
    case 3:
      return change_access(world);
    case 4:
    case 5:
      return cancel_or_retry(world);
    case 6:
      return change_user(world);
    case 7:
      return change_kept(world);
    default:
      return order_or_apply();
  }
}

Command People::order_or_apply() {
  const auto now = around_.clock.now();
  const auto node = nodes_[random_.below(nodes_.size())];
  const auto later = random_.chance(0.2) ? std::optional(now + random_.between(1h, 100h)) : std::nullopt;
  if (random_.chance(0.3))
    return as_command(RequestOrder{.id = fresh_id<OrderId>(now, ids_),
                                   .service = some_site().service,
                                   .scheduled_for = later,
                                   .apply_when_issued = random_.chance(0.7),
                                   .now = now});
  if (random_.chance(0.2)) return as_command(RequestNodeCheck{.id = node});
  return as_command(
      RequestApply{.id = fresh_id<ApplyId>(now, ids_), .node = node, .scheduled_for = later, .now = now});
}

Command People::change_node(const World& world) {
  const auto number = random_.below(nodes_.size());
  const auto* node = world.node(nodes_[number]);
  if (node == nullptr)
    return as_command(CreateNode{renew(nodes_[number], around_.clock.now(), ids_), site_of(number).service,
                                 node_settings(number)});
  if (!node->enabled) return as_command(EnableNode{node->id});
  if (random_.chance(0.2)) return as_command(DeleteNode{node->id});
  if (random_.chance(0.3)) return as_command(DisableNode{node->id});
  auto settings = node->settings;
  settings.server.as<events::ApacheSettings>().work_folder =
      random_.chance(0.5) ? "/var/lib/kigen" : "/var/lib/kigen2";
  settings.check.method = random_.chance(0.8) ? events::CheckMethod::address : events::CheckMethod::none;
  return as_command(EditNode{node->id, std::move(settings)});
}

Command People::change_access(const World& world) {
  const auto number = random_.below(accesses_.size());
  const auto* access = world.access(accesses_[number]);
  auto settings = access_settings(number);
  auto& ssh = settings.connection.as<events::SshAccess>();
  if (access == nullptr) {
    ssh.login_password = type_again(planted_login);
    ssh.execution_password = type_again(planted_root);
    return as_command(CreateAccess{renew(accesses_[number], around_.clock.now(), ids_), std::move(settings)});
  }
  if (!world.is_used(access->id) || random_.chance(0.1)) return as_command(DeleteAccess{access->id});
  const auto& stored = access->settings.connection.as<events::SshAccess>();
  ssh.login_password = random_.chance(0.5) ? type_again(planted_login) : stored.login_password;
  ssh.execution_password = random_.chance(0.8) ? type_again(planted_root) : stored.execution_password;
  return as_command(EditAccess{access->id, std::move(settings)});
}

/// The same words are another secret.
SecretRef People::type_again(const std::string& text) {
  return secrets_.emplace_back(fresh_id<SecretRef>(around_.clock.now(), ids_), text).first;
}

Command People::change_kept(const World& world) {
  return tests::some_kept_command(
      world, [this](int count) { return static_cast<int>(random_.below(static_cast<std::size_t>(count))); },
      [this] { return fresh_id<UserGroupId>(around_.clock.now(), ids_).value; },
      [this] { return type_again(planted_login); });
}

std::vector<UserGroupId> People::some_groups() {
  std::vector<UserGroupId> some;
  for (const auto group : groups_)
    if (random_.chance(0.6)) some.push_back(group);
  return some;
}

/// They stay admins: what they may do changes with their groups.
Command People::change_colleague(const World& world) {
  auto& colleague = colleagues_[random_.below(colleagues_.size())];
  if (world.user(colleague.id) == nullptr)
    return as_command(CreateUser{.id = renew(colleague.id, around_.clock.now(), ids_),
                                 .mail = colleague.mail,
                                 .role = events::Role::admin,
                                 .groups = some_groups()});
  if (random_.chance(0.1)) return as_command(DeleteUser{colleague.id, "people@example.com"});
  return as_command(SetUserGroups{colleague.id, some_groups()});
}

Command People::change_user(const World& world) {
  if (!colleagues_.empty() && random_.chance(0.7)) return change_colleague(world);
  auto& admin = admins_[random_.below(admins_.size())];
  const auto* user = world.user(admin.id);
  if (user == nullptr)
    return as_command(CreateUser{
        .id = renew(admin.id, around_.clock.now(), ids_), .mail = admin.mail, .role = events::Role::admin});
  if (random_.chance(0.3)) return as_command(DeleteUser{user->id, "people@example.com"});
  const bool is_admin = user->role == events::Role::admin;
  return as_command(EditUser{user->id, is_admin ? events::Role::viewer : events::Role::admin});
}

Command People::change_service(const World& world) {
  auto& site = some_site();
  const auto* service = world.service(site.service);
  if (service == nullptr)
    return as_command(CreateService{renew(site.service, around_.clock.now(), ids_), service_settings(site)});
  if (!service->enabled) return as_command(EnableService{service->id});
  if (random_.chance(0.15)) return as_command(DeleteService{service->id});
  if (random_.chance(0.3)) return as_command(DisableService{service->id});
  if (random_.chance(0.3)) {
    auto settings = service_settings(site);
    settings.group = groups_[random_.below(groups_.size())];
    return as_command(EditService{service->id, std::move(settings)});
  }
  return as_command(RequestKey{service->id});
}

std::optional<Command> People::cancel_or_retry_order(const World& world) {
  const auto* order = world.open_order_of(some_site().service);
  if (order == nullptr) return std::nullopt;
  if (random_.chance(0.3)) return as_command(CancelOrder{order->id, "changed my mind"});
  for (const auto* job : world.jobs_about(stream_of(order->id))) return drop_or_retry(*job);
  return std::nullopt;
}

std::optional<Command> People::cancel_or_retry(const World& world) {
  if (auto about_order = cancel_or_retry_order(world)) return about_order;
  for (const auto& node : nodes_) {
    const auto* apply = world.open_apply_of(node);
    if (apply == nullptr) continue;
    if (apply->stage == ApplyStage::stuck && random_.chance(0.7)) return as_command(RetryRollback{apply->id});
    if (random_.chance(0.5)) return as_command(CancelApply{apply->id, "changed my mind"});
    for (const auto* job : world.jobs_about(stream_of(apply->id))) return drop_or_retry(*job);
  }
  return std::nullopt;
}

Command People::drop_or_retry(const Job& job) {
  if (random_.chance(0.2)) return as_command(CancelJob{job.id, "no longer wanted"});
  return as_command(RetryJob{job.id, around_.clock.now()});
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

}  // namespace kigen::simulation
