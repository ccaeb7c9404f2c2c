// Commands that are decided on the same things, sent at the same moment: whichever the log has first, the
// other is decided on what it left.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>

#include "orchestrator/access/commands.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/user/commands.hpp"
#include "tests/support/kept_names.hpp"
#include "unit/orchestrator/together.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace std::chrono_literals;
using testing::Together;

/// Things with names of their own, as many as are asked for.
class Things {
 public:
  explicit Things(Together& together) : together_(together) {
    together_.done(Create<UserGroupSettings>{first_group, {"samplegroup"}});
  }

  std::string name() { return "thing-" + std::to_string(++names_) + ".example.com"; }
  std::string mail() { return "someone@" + name(); }
  template <class SomeId>
  SomeId fresh() {
    return together_.fresh<SomeId>();
  }

  SiteId site() {
    const auto id = fresh<SiteId>();
    together_.done(Create<SiteSettings>{id, {name()}});
    return id;
  }
  AccessSettings access_settings() {
    return {name(), SshAccess{.host = "h", .login_id = "l", .login_password = fresh<SecretRef>()}};
  }
  AccessId access() {
    const auto id = fresh<AccessId>();
    together_.done(CreateAccess{id, access_settings()});
    return id;
  }
  CaAccountSettings account_settings() {
    return {.name = name(), .ca = AcmeCa{.directory_url = "https://ca/"}};
  }
  CaAccountId account() { return account(account_settings()); }
  CaAccountId account(const CaAccountSettings& settings) {
    const auto id = fresh<CaAccountId>();
    together_.done(CreateCaAccount{id, settings});
    return id;
  }
  ServiceSettings service_settings() { return {.name = name(), .common_name = "a.example.com"}; }
  ServiceSettings service_settings(CaAccountId account) {
    auto settings = service_settings();
    settings.ca_account = account;
    return settings;
  }
  ServiceId service() { return service(service_settings()); }
  ServiceId service(const ServiceSettings& settings) {
    const auto id = fresh<ServiceId>();
    together_.done(CreateService{id, settings});
    return id;
  }
  /// One that can be ordered for.
  ServiceId ordering_service() { return service(service_settings(account())); }
  NodeSettings node_settings(SiteId site, AccessId access) {
    return {.name = name(),
            .site = site,
            .access = access,
            .server = ApacheSettings{.certificate_file = "/etc/ssl/www.crt",
                                     .key_file = "/etc/ssl/www.key",
                                     .work_folder = "/var/lib/kigen"},
            .check = {}};
  }
  NodeId node(ServiceId service, const NodeSettings& settings) {
    const auto id = fresh<NodeId>();
    together_.done(CreateNode{id, service, settings});
    return id;
  }
  NodeId node(ServiceId service) { return node(service, node_settings(site(), access())); }
  Generation generation(int number) {
    const auto serial = "0" + std::to_string(number);
    return {.serial = serial,
            .not_before = together_.now(),
            .not_after = together_.now() + 24h * number,
            .leaf_sha256 = serial,
            .public_key_sha256 = serial,
            .names = {"a.example.com"},
            .chain_not_after = together_.now() + 24h * number,
            .key = fresh<KeyRef>()};
  }
  /// The n-th lasts until the n-th day.
  void generations(ServiceId service, int count) {
    for (int number = 1; number <= count; ++number)
      together_.done(ImportCertificate{service, generation(number)});
  }
  /// A service with two generations, and a node where they can be installed.
  NodeId installable() {
    const auto of = service();
    generations(of, 2);
    return node(of);
  }
  ServiceId service_of(NodeId node) { return together_.world().node(node)->service; }
  UserId user(Role role) {
    const auto id = fresh<UserId>();
    together_.done(CreateUser{.id = id, .mail = mail(), .role = role});
    return id;
  }
  std::string mail_of(UserId user) { return together_.world().user(user)->mail; }
  /// Two, and no other.
  std::pair<UserId, UserId> two_admins() {
    const std::pair admins{user(Role::admin), user(Role::admin)};
    for (const auto& [id, other] : together_.world().users())
      if (id != admins.first && id != admins.second) together_.done(DeleteUser{id, "nobody@example.com"});
    return admins;
  }
  OrderId order(ServiceId service) {
    const auto id = fresh<OrderId>();
    together_.done(RequestOrder{.id = id, .service = service});
    return id;
  }
  ApplyId apply(NodeId node) {
    const auto id = fresh<ApplyId>();
    together_.done(RequestApply{.id = id, .node = node});
    return id;
  }
  ApplyId running_apply(NodeId node) {
    const auto id = apply(node);
    together_.done(ReportApply{id, ApplyStarted{1, 2}});
    return id;
  }
  JobId job() {
    const auto id = fresh<JobId>();
    together_.done(QueueJob{id,
                            {.kind = "test.work",
                             .pool = "test",
                             .key = "k",
                             .subject = company_stream,
                             .due = together_.now()}});
    return id;
  }
  RequestApply an_apply(NodeId node, std::optional<std::uint8_t> slot = {}) {
    return {.id = fresh<ApplyId>(), .node = node, .slot = slot};
  }
  RequestOrder an_order(ServiceId service) { return {.id = fresh<OrderId>(), .service = service}; }

 private:
  Together& together_;
  int names_ = 0;
};

using Pair = std::vector<Command>;

template <class One, class Other>
Pair pair(One one, Other other) {
  return {as_command(std::move(one)), as_command(std::move(other))};
}

/// Two commands, made anew each time.
struct Race {
  std::string name;
  std::function<Pair(Things&)> make;
  friend std::ostream& operator<<(std::ostream& out, const Race& race) { return out << race.name; }
};

std::string name_of(const ::testing::TestParamInfo<Race>& info) { return info.param.name; }

constexpr int times = 20;

struct Count {
  int both = 0;
  int neither = 0;

  void add(const std::vector<Result<Receipt>>& answers) {
    both += answers.front() && answers.back();
    neither += !answers.front() && !answers.back();
  }
};

class Races : public ::testing::TestWithParam<Race> {
 protected:
  /// Sends the pair together, in either order, again and again.
  Count run() {
    Count count;
    for (int i = 0; i < times; ++i) {
      auto commands = GetParam().make(things_);
      if (i % 2 == 1) std::swap(commands.front(), commands.back());
      count.add(together_.send(commands));
    }
    return count;
  }

  Together together_;
  Things things_{together_};
};

/// After either of the two, the other is refused.
class ExclusiveRaces : public Races {};

TEST_P(ExclusiveRaces, are_won_by_one) {
  const auto count = run();
  EXPECT_EQ(count.both, 0) << "times out of " << times << " both were accepted";
  EXPECT_EQ(count.neither, 0) << "times out of " << times << " both were refused";
  together_.examine();
}

/// Both may be accepted, in one order at least; what they then left is as if one had waited for the other.
class OpenRaces : public Races {};

TEST_P(OpenRaces, end_as_if_one_had_waited) {
  EXPECT_EQ(run().neither, 0) << "times out of " << times << " both were refused";
  together_.examine();
}

const std::vector<Race> about_places{
    {"a_new_node_and_the_end_of_its_access",
     [](Things& things) {
       const auto access = things.access();
       return pair(
           CreateNode{things.fresh<NodeId>(), things.service(), things.node_settings(things.site(), access)},
           DeleteAccess{access});
     }},
    {"a_new_node_and_the_end_of_its_site",
     [](Things& things) {
       const auto site = things.site();
       return pair(
           CreateNode{things.fresh<NodeId>(), things.service(), things.node_settings(site, things.access())},
           Delete<SiteSettings>{site});
     }},
    {"a_node_that_moves_and_the_end_of_its_new_access",
     [](Things& things) {
       const auto access = things.access();
       const auto node = things.node(things.service());
       return pair(EditNode{node, things.node_settings(things.site(), access)}, DeleteAccess{access});
     }},
    {"a_node_that_moves_and_the_end_of_its_new_site",
     [](Things& things) {
       const auto site = things.site();
       const auto node = things.node(things.service());
       return pair(EditNode{node, things.node_settings(site, things.access())}, Delete<SiteSettings>{site});
     }},
    {"two_new_nodes_of_one_name",
     [](Things& things) {
       const auto service = things.service();
       const auto settings = things.node_settings(things.site(), things.access());
       return pair(CreateNode{things.fresh<NodeId>(), service, settings},
                   CreateNode{things.fresh<NodeId>(), service, settings});
     }},
    {"two_nodes_renamed_alike",
     [](Things& things) {
       const auto service = things.service();
       const auto settings = things.node_settings(things.site(), things.access());
       return pair(EditNode{things.node(service), settings}, EditNode{things.node(service), settings});
     }},
    {"a_new_node_and_one_renamed_alike",
     [](Things& things) {
       const auto service = things.service();
       const auto settings = things.node_settings(things.site(), things.access());
       return pair(EditNode{things.node(service), settings},
                   CreateNode{things.fresh<NodeId>(), service, settings});
     }},
    {"two_new_sites_of_one_name",
     [](Things& things) {
       const auto name = things.name();
       return pair(Create<SiteSettings>{things.fresh<SiteId>(), {name}},
                   Create<SiteSettings>{things.fresh<SiteId>(), {name}});
     }},
    {"a_new_site_and_one_renamed_alike",
     [](Things& things) {
       const auto name = things.name();
       return pair(Create<SiteSettings>{things.fresh<SiteId>(), {name}},
                   Edit<SiteSettings>{things.site(), {name}});
     }},
    {"two_new_accesses_of_one_name",
     [](Things& things) {
       const auto settings = things.access_settings();
       return pair(CreateAccess{things.fresh<AccessId>(), settings}, EditAccess{things.access(), settings});
     }},
};
INSTANTIATE_TEST_SUITE_P(Places, ExclusiveRaces, ::testing::ValuesIn(about_places), name_of);

const std::vector<Race> about_services{
    {"a_new_service_and_the_end_of_its_ca_account",
     [](Things& things) {
       const auto account = things.account();
       return pair(CreateService{things.fresh<ServiceId>(), things.service_settings(account)},
                   DeleteCaAccount{account});
     }},
    {"a_service_that_turns_to_a_ca_account_and_its_end",
     [](Things& things) {
       const auto account = things.account();
       return pair(EditService{things.service(), things.service_settings(account)}, DeleteCaAccount{account});
     }},
    {"two_new_ca_accounts_of_one_name",
     [](Things& things) {
       const auto settings = things.account_settings();
       return pair(CreateCaAccount{things.fresh<CaAccountId>(), settings},
                   EditCaAccount{things.account(), settings});
     }},
    {"two_new_services_of_one_name",
     [](Things& things) {
       const auto settings = things.service_settings();
       return pair(CreateService{things.fresh<ServiceId>(), settings},
                   EditService{things.service(), settings});
     }},
    {"two_orders",
     [](Things& things) {
       const auto service = things.ordering_service();
       return pair(things.an_order(service), things.an_order(service));
     }},
    {"an_order_and_the_end_of_its_service",
     [](Things& things) {
       const auto service = things.ordering_service();
       return pair(things.an_order(service), DeleteService{service});
     }},
    {"the_end_of_an_order_by_people_and_by_its_worker",
     [](Things& things) {
       const auto order = things.order(things.ordering_service());
       return pair(CancelOrder{order, "no"}, ReportOrder{order, OrderFailed{"no", ""}});
     }},
    {"two_applies",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node), things.an_apply(node));
     }},
    {"an_apply_and_the_end_of_its_service",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node), DeleteService{things.service_of(node)});
     }},
    {"an_apply_and_the_end_of_its_node",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node), DeleteNode{node});
     }},
    {"an_apply_and_the_end_of_its_generation",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node, 1), RemoveGeneration{things.service_of(node), 1, "tidy"});
     }},
    {"the_end_of_an_apply_and_its_first_live_step",
     [](Things& things) {
       const auto apply = things.running_apply(things.installable());
       return pair(CancelApply{apply, "no"}, ReportApply{apply, StepStarted{0, "replace", true, true}});
     }},
    {"two_starts_of_a_job",
     [](Things& things) {
       const auto job = things.job();
       return pair(StartJob{job}, StartJob{job});
     }},
    {"the_end_of_a_job_and_its_start",
     [](Things& things) {
       const auto job = things.job();
       return pair(CancelJob{job, "no"}, StartJob{job});
     }},
};
INSTANTIATE_TEST_SUITE_P(Services, ExclusiveRaces, ::testing::ValuesIn(about_services), name_of);

const std::vector<Race> about_users{
    {"two_new_users_with_one_address",
     [](Things& things) {
       const auto mail = things.mail();
       return pair(CreateUser{.id = things.fresh<UserId>(), .mail = mail},
                   CreateUser{.id = things.fresh<UserId>(), .mail = mail});
     }},
    {"two_admins_who_step_down",
     [](Things& things) {
       const auto [one, other] = things.two_admins();
       return pair(EditUser{one, Role::viewer}, EditUser{other, Role::viewer});
     }},
    {"two_admins_who_delete_each_other",
     [](Things& things) {
       const auto [one, other] = things.two_admins();
       return pair(DeleteUser{one, things.mail_of(other)}, DeleteUser{other, things.mail_of(one)});
     }},
    {"an_admin_who_steps_down_and_deletes_the_other",
     [](Things& things) {
       const auto [one, other] = things.two_admins();
       return pair(EditUser{one, Role::viewer}, DeleteUser{other, things.mail_of(one)});
     }},
};
INSTANTIATE_TEST_SUITE_P(Users, ExclusiveRaces, ::testing::ValuesIn(about_users), name_of);

const std::vector<Race> that_either_order_allows{
    {"a_new_node_and_the_end_of_its_service",
     [](Things& things) {
       const auto service = things.service();
       return pair(
           CreateNode{things.fresh<NodeId>(), service, things.node_settings(things.site(), things.access())},
           DeleteService{service});
     }},
    {"an_apply_and_a_service_that_is_disabled",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node), DisableService{things.service_of(node)});
     }},
    {"an_apply_and_a_node_that_is_disabled",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node), DisableNode{node});
     }},
    {"an_apply_and_another_choice_of_the_generation",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node), SelectGeneration{things.service_of(node), 1});
     }},
    {"an_apply_and_a_certificate_for_its_slot",
     [](Things& things) {
       const auto node = things.installable();
       return pair(things.an_apply(node, 1),
                   ImportCertificate{things.service_of(node), things.generation(3)});
     }},
    {"an_apply_of_what_an_order_would_clear",
     [](Things& things) {
       const auto service = things.ordering_service();
       things.generations(service, 2);
       const auto node = things.node(service);
       return pair(things.an_apply(node, 1), things.an_order(service));
     }},
    {"an_order_and_a_service_that_is_disabled",
     [](Things& things) {
       const auto service = things.ordering_service();
       return pair(things.an_order(service), DisableService{service});
     }},
    {"an_order_and_another_ca_account",
     [](Things& things) {
       const auto service = things.ordering_service();
       return pair(things.an_order(service), EditService{service, things.service_settings(things.account())});
     }},
    {"an_order_and_a_ca_account_that_proves_otherwise",
     [](Things& things) {
       auto over_dns = things.account_settings();
       over_dns.ca.as<AcmeCa>().challenge = AcmeChallenge::dns_01;
       over_dns.ca.as<AcmeCa>().dns_hook = "hook";
       auto over_http = over_dns;
       over_http.ca.as<AcmeCa>().challenge = AcmeChallenge::http_01;
       const auto account = things.account(over_dns);
       auto wildcard = things.service_settings(account);
       wildcard.common_name = "*.example.com";
       const auto service = things.service(wildcard);
       return pair(things.an_order(service), EditCaAccount{account, over_http});
     }},
    {"a_generation_that_goes_and_is_installed",
     [](Things& things) {
       const auto node = things.installable();
       return pair(RemoveGeneration{things.service_of(node), 1, "tidy"},
                   ReportNodeInstalled{node, {things.fresh<ApplyId>(), 1, "01"}});
     }},
};
INSTANTIATE_TEST_SUITE_P(All, OpenRaces, ::testing::ValuesIn(that_either_order_allows), name_of);

/// The pair is sent to a new installation each time: a claim is the only one ever.
Count run_anew(const std::function<Pair(Things&, UserId)>& make) {
  Count count;
  for (int i = 0; i < times; ++i) {
    Together together;
    Things things{together};
    auto commands = make(things, things.user(Role::admin));
    if (i % 2 == 1) std::swap(commands.front(), commands.back());
    count.add(together.send(commands));
    together.examine();
  }
  return count;
}

ClaimInstallation claim_by(Things& things, UserId admin) {
  return {.admin = admin, .password = things.fresh<SecretRef>()};
}

TEST(ClaimRaces, are_won_by_one) {
  const auto count = run_anew(
      [](Things& things, UserId admin) { return pair(claim_by(things, admin), claim_by(things, admin)); });
  EXPECT_EQ(count.both, 0);
  EXPECT_EQ(count.neither, 0);
}

TEST(ClaimRaces, end_as_if_who_stepped_down_had_waited) {
  const auto count = run_anew([](Things& things, UserId admin) {
    things.user(Role::admin);
    return pair(claim_by(things, admin), EditUser{admin, Role::viewer});
  });
  EXPECT_EQ(count.neither, 0);
}

}  // namespace
}  // namespace kigen::orchestrator
