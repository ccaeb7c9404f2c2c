#include "orchestrator/access/errors.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/kept/errors.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/node/errors.hpp"
#include "orchestrator/service/errors.hpp"
#include "tests/support/kept_names.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto site = id<SiteId>(2);
const auto access = id<AccessId>(3);
const auto node = id<NodeId>(4);
const auto other_node = id<NodeId>(5);
const auto stream = stream_of(node);
const NodeSettings settings{.name = "web1",
                            .site = site,
                            .access = access,
                            .server = ApacheSettings{.certificate_file = "/etc/ssl/www.crt",
                                                     .key_file = "/etc/ssl/www.key",
                                                     .work_folder = "/var/lib/kigen"},
                            .check = {.method = CheckMethod::url, .fqdn = "www.example.com"}};
const NodeChecked matches{Verdict::matches, "01", "01", {{.address = "192.0.2.1", .serial = "01"}}};

History a_place() {
  return History()
      .given(company_stream, SiteCreated{site, {"Tokyo"}})
      .given(stream_of(access), AccessCreated{{.name = "web"}})
      .given(stream_of(service), ServiceCreated{{.name = "www"}});
}

NodeSettings checked(const CheckSettings& check) {
  auto changed = settings;
  changed.check = check;
  return changed;
}

NodeSettings with(auto member, auto value) {
  auto changed = settings;
  changed.*member = value;
  return changed;
}

struct Nodes : ::testing::Test {
  History history = a_place().given(stream, NodeCreated{service, settings});
};

TEST_F(Nodes, are_created_for_a_service) {
  then(a_place().when(CreateNode{node, service, settings}), {{stream, NodeCreated{service, settings}}});
  refused(a_place().when(CreateNode{node, id<ServiceId>(9), settings}), service_errc::unknown_service, 1653,
          "service");
  refused(history.when(CreateNode{other_node, service, settings}), node_errc::name_taken, 6, "settings.name");
}

TEST_F(Nodes, stand_at_a_site_and_are_reached_by_an_access) {
  const auto refused_with = [&](const NodeSettings& bad, auto code, int message, const std::string& field) {
    refused(a_place().when(CreateNode{node, service, bad}), code, message, field);
    refused(history.when(EditNode{node, bad}), code, message, field);
  };
  refused_with(with(&NodeSettings::name, ""), input_errc::missing, 6, "settings.name");
  refused_with(with(&NodeSettings::site, id<SiteId>(9)), kept_errc::unknown_reference, 6, "settings.site");
  refused_with(with(&NodeSettings::access, id<AccessId>(9)), kept_errc::unknown_reference, 6,
               "settings.access");
}

TEST_F(Nodes, have_files_that_no_shell_could_misread) {
  auto odd = settings;
  odd.server.as<ApacheSettings>().key_file = "/etc/ssl/$(id).key";
  refused(a_place().when(CreateNode{node, service, odd}), input_errc::malformed_path, 6,
          "settings.server.keyFile");
  refused(history.when(EditNode{node, odd}), input_errc::malformed_path, 6, "settings.server.keyFile");
}

TEST_F(Nodes, are_checked_by_url_by_address_or_not_at_all) {
  using enum CheckMethod;
  const auto refused_with = [](const CheckSettings& check, auto code, const std::string& field) {
    refused(a_place().when(CreateNode{node, service, checked(check)}), code, 6, field);
  };
  const auto accepted_with = [](const CheckSettings& check) {
    EXPECT_TRUE(a_place().when(CreateNode{node, service, checked(check)}));
  };
  accepted_with({.method = none});
  refused_with({.method = url}, input_errc::missing, "settings.check.fqdn");
  for (const auto* fqdn : {"www", "192.0.2.1", "*.example.com", "a b.example.com", "www.example.com."})
    refused_with({.method = url, .fqdn = fqdn}, input_errc::malformed_fqdn, "settings.check.fqdn");
  accepted_with({.method = url, .fqdn = "www.example.com", .port = 8443});  // it has no port
  accepted_with({.method = address, .address = "2001:db8::1", .port = 8443});
  accepted_with({.method = address, .fqdn = "www.example.com", .address = "web1"});
  refused_with({.method = address}, input_errc::missing, "settings.check.address");
  refused_with({.method = address, .address = "a b"}, input_errc::malformed_host, "settings.check.address");
  refused_with({.method = address, .address = "web1", .port = 0}, input_errc::out_of_range,
               "settings.check.port");
  refused_with({.method = address, .address = "web1", .port = 65'536}, input_errc::out_of_range,
               "settings.check.port");
  refused_with({.method = address, .fqdn = "*.example.com", .address = "web1"}, input_errc::malformed_fqdn,
               "settings.check.fqdn");
}

TEST_F(Nodes, are_edited_unless_an_apply_is_open) {
  const auto renamed = with(&NodeSettings::name, "web2");
  then(history.when(EditNode{node, renamed}), {{stream, NodeEdited{renamed}}});
  then_nothing(history.when(EditNode{node, settings}));
  refused(history.when(EditNode{other_node, settings}), node_errc::unknown_node, 1608);
  history.given(stream_of(other_node), NodeCreated{service, with(&NodeSettings::name, "web3")});
  refused(history.when(EditNode{node, with(&NodeSettings::name, "web3")}), node_errc::name_taken, 6,
          "settings.name");
  history.given(stream_of(id<ApplyId>(7)), ApplyRequested{.service = service, .node = node});
  refused(history.when(EditNode{node, renamed}), node_errc::apply_open, 2601);
  then_nothing(history.when(EditNode{node, settings}));
}

TEST_F(Nodes, are_enabled_and_disabled) {
  then_nothing(history.when(EnableNode{node}));
  then(history.when(DisableNode{node}), {{stream, NodeDisabled{}}});
  history.given(stream, NodeDisabled{});
  then_nothing(history.when(DisableNode{node}));
  then(history.when(EnableNode{node}), {{stream, NodeEnabled{}}});
  refused(history.when(EnableNode{other_node}), node_errc::unknown_node, 1608);
  refused(history.when(DisableNode{other_node}), node_errc::unknown_node, 1608);
}

TEST_F(Nodes, are_deleted_unless_an_apply_is_open) {
  then(history.when(DeleteNode{node}), {{stream, NodeDeleted{}}});
  refused(history.when(DeleteNode{other_node}), node_errc::unknown_node, 1608);
  history.given(stream_of(id<ApplyId>(7)), ApplyRequested{.service = service, .node = node});
  refused(history.when(DeleteNode{node}), node_errc::apply_open, 2601);
}

TEST_F(Nodes, are_deleted_once_nothing_is_to_be_taken_away_from_the_host) {
  const auto left_by = id<ApplyId>(7);
  history.given(stream, NodeLeftoversNoted{left_by, "01", {"transfer", "back_up"}, true, settings});
  refused(history.when(DeleteNode{node}), node_errc::leftovers, 2601);
  auto cleaned = history;
  cleaned.given(stream, NodeLeftoversRemoved{left_by, {"back_up"}});
  then(cleaned.when(DeleteNode{node}), {{stream, NodeDeleted{}}});
  auto dropped = history;
  dropped.given(stream, NodeLeftoversDropped{"I do it"});
  then(dropped.when(DeleteNode{node}), {{stream, NodeDeleted{}}});
}

TEST_F(Nodes, need_the_access_that_what_was_left_is_taken_away_by) {
  const auto left_by = id<ApplyId>(7);
  const auto other = id<AccessId>(8);
  history.given(stream, NodeLeftoversNoted{left_by, "01", {"transfer"}, false, settings})
      .given(stream_of(other), AccessCreated{{.name = "new way"}})
      .given(stream, NodeEdited{with(&NodeSettings::access, other)});
  refused(history.when(DeleteAccess{access}), kept_errc::used, 6);
  history.given(stream, NodeLeftoversDropped{"I do it"});
  then(history.when(DeleteAccess{access}), {{stream_of(access), AccessDeleted{}}});
}

TEST_F(Nodes, hear_once_that_something_was_left_or_taken_away) {
  const auto left_by = id<ApplyId>(7);
  const NodeLeftoversNoted noted{left_by, "01", {"transfer"}, false, settings};
  then(history.when(NoteLeftovers{node, noted}), {{stream, noted}});
  then_nothing(history.when(ReportLeftoversRemoved{node, {left_by}}));
  then_nothing(history.when(DropLeftovers{node, "r"}));
  history.given(stream, noted);
  then_nothing(history.when(NoteLeftovers{node, noted}));
  then(history.when(ReportLeftoversRemoved{node, {left_by}}), {{stream, NodeLeftoversRemoved{left_by}}});
  then(history.when(DropLeftovers{node, "r"}), {{stream, NodeLeftoversDropped{"r"}}});
  history.given(stream, NodeLeftoversRemoved{left_by});
  then_nothing(history.when(ReportLeftoversRemoved{node, {left_by}}));
}

TEST_F(Nodes, are_checked_on_request_if_they_can_be) {
  then(history.when(RequestNodeCheck{node}), {{stream, NodeCheckRequested{false}}});
  refused(history.when(RequestNodeCheck{other_node}), node_errc::unknown_node, 1608);
  refused(History(history).given(stream, NodeDisabled{}).when(RequestNodeCheck{node}),
          node_errc::node_disabled, 1615);
  history.given(stream, NodeEdited{checked({.method = CheckMethod::none})});
  refused(history.when(RequestNodeCheck{node}), node_errc::no_check, 1814);
}

TEST_F(Nodes, record_a_check_that_saw_something_new) {
  then(history.when(ReportNodeChecked{node, matches}), {{stream, matches}});
  history.given(stream, matches);
  then_nothing(history.when(ReportNodeChecked{node, matches}));
  auto slower = matches;
  slower.addresses[0].detail = "another chain";
  then(history.when(ReportNodeChecked{node, slower}), {{stream, slower}});
  refused(history.when(ReportNodeChecked{other_node, matches}), node_errc::unknown_node, 1608);
}

TEST_F(Nodes, record_a_check_that_somebody_waits_for_in_any_case) {
  history.given(stream, matches).given(stream, NodeCheckRequested{.by_schedule = true});
  then_nothing(history.when(ReportNodeChecked{node, matches}));
  history.given(stream, NodeCheckRequested{.by_schedule = false});
  then(history.when(ReportNodeChecked{node, matches}), {{stream, matches}});
  history.given(stream, matches);
  then_nothing(history.when(ReportNodeChecked{node, matches}));
  history.given(stream_of(id<ApplyId>(7)), ApplyRequested{.service = service, .node = node});
  then(history.when(ReportNodeChecked{node, matches}), {{stream, matches}});
}

TEST_F(Nodes, remember_installed_served_and_verified_apart) {
  history.given(stream, NodeInstalled{{}, 2, "02"});
  EXPECT_EQ(history.world.node(node)->installed_serial, "02");
  EXPECT_EQ(served_serial(*history.world.node(node)), "");
  history.given(stream, matches).given(stream, NodeChecked{Verdict::differs, "02", "03"});
  EXPECT_EQ(served_serial(*history.world.node(node)), "03");
  EXPECT_EQ(history.world.node(node)->verified_serial, "01");
}

TEST_F(Nodes, are_installed_once) {
  const NodeInstalled installed{id<ApplyId>(7), 1, "01"};
  then(history.when(ReportNodeInstalled{node, installed}), {{stream, installed}});
  then_nothing(history.given(stream, installed).when(ReportNodeInstalled{node, installed}));
  refused(history.when(ReportNodeInstalled{other_node, installed}), node_errc::unknown_node, 1608);
}

}  // namespace
}  // namespace kigen::orchestrator
