#include "workers/check/node_check.hpp"

#include <gtest/gtest.h>

#include <map>

#include "orchestrator/pki/certificate.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/test_ca.hpp"

namespace kigen::workers::check {
namespace {

using namespace std::chrono_literals;
using namespace orchestrator;
using events::CheckMethod;
using events::CheckSettings;
using events::NodeChecked;
using events::Verdict;
using tests::run_task;
using tests::VirtualClock;

struct FakeDialer final : Dialer {
  std::map<std::string, std::vector<std::string>> names = {};
  Task<Result<std::vector<std::string>>> resolve(std::string host, Instant) override {
    if (host.starts_with("192.0.2.")) co_return std::vector{host};
    if (!names.contains(host)) co_return fail(net_errc::name_not_found, host);
    co_return names.at(host);
  }
  Task<Result<std::unique_ptr<ByteStream>>> connect(Endpoint to, Instant) override {
    co_return fail(net_errc::unreachable, to_text(to));
  }
};

struct FakeProbe final : TlsProbe {
  struct Asked {
    Endpoint address;
    std::string server_name;
    std::string proxy;
    Instant deadline;
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  std::function<Result<Served>(const Endpoint&)> answer = {};
  std::vector<Asked> asked = {};
  Task<Result<Served>> probe(Endpoint address, std::string server_name, std::string proxy,
                             Instant deadline) override {
    asked.push_back({address, server_name, proxy, deadline});
    co_return answer(address);
  }
};

struct NodeCheck : testing::Test {
  NodeCheck() {
    const auto facts = pki::parse_certificates(leaf).value().front();
    expected = {
        .serial = facts.serial, .leaf_sha256 = facts.sha256, .public_key_sha256 = facts.public_key_sha256};
    probe.answer = [this](const Endpoint& address) { return Served{address.host, leaf, {}}; };
  }
  Result<NodeChecked> check(const CheckSettings& settings, const std::string& proxy = "") {
    return run_task(loop, clock, check_node(ports, settings, expected, proxy, clock.now() + 20s));
  }
  NodeChecked until(const std::string& serial, Duration patience) {
    return run_task(loop, clock,
                    check_until_served(ports, by_address, expected, serial, "", clock.now() + patience))
        .value();
  }

  VirtualClock clock;
  asio::io_context loop;
  FakeDialer dialer;
  FakeProbe probe;
  CheckPorts ports{dialer, probe, clock};
  tests::TestCa ca;
  std::string leaf = ca.issue({}).chain_pem;
  std::string old_leaf = ca.issue({}).chain_pem;
  Expectation expected;
  CheckSettings by_url{.method = CheckMethod::url, .fqdn = "www.example.test"};
  CheckSettings by_address{.method = CheckMethod::address, .address = "192.0.2.1", .port = 8443};
};

TEST_F(NodeCheck, by_url_looks_at_every_address_with_sni) {
  dialer.names["www.example.test"] = {"192.0.2.1", "2001:db8::1"};
  const auto seen = check(by_url).value();
  EXPECT_EQ(seen.verdict, Verdict::matches);
  EXPECT_EQ(seen.served_serial, expected.serial);
  ASSERT_EQ(probe.asked.size(), 2u);
  EXPECT_EQ(probe.asked[0],
            (FakeProbe::Asked{{"192.0.2.1", 443}, "www.example.test", "", clock.now() + 10s}));
  EXPECT_EQ(probe.asked[1],
            (FakeProbe::Asked{{"2001:db8::1", 443}, "www.example.test", "", clock.now() + 20s}));
}

TEST_F(NodeCheck, by_address_sends_a_name_only_if_there_is_one) {
  EXPECT_EQ(check(by_address, "proxy:3128").value().verdict, Verdict::matches);
  by_address.fqdn = "www.example.test";
  EXPECT_EQ(check(by_address).value().verdict, Verdict::matches);
  EXPECT_EQ(probe.asked[0].address, (Endpoint{"192.0.2.1", 8443}));
  EXPECT_EQ(probe.asked[0].server_name, "");
  EXPECT_EQ(probe.asked[0].proxy, "proxy:3128");
  EXPECT_EQ(probe.asked[1].server_name, "www.example.test");
}

TEST_F(NodeCheck, by_address_looks_at_every_address_of_a_host_name) {
  dialer.names["web.example.test"] = {"192.0.2.1", "192.0.2.2"};
  by_address.address = "web.example.test";
  probe.answer = [this](const Endpoint& address) {
    return Served{address.host, address.host == "192.0.2.2" ? old_leaf : leaf, {}};
  };
  EXPECT_EQ(check(by_address).value().verdict, Verdict::differs);
  ASSERT_EQ(probe.asked.size(), 2u);
  EXPECT_EQ(probe.asked[1].address, (Endpoint{"192.0.2.2", 8443}));
  by_address.address = "nowhere.example.test";
  EXPECT_EQ(check(by_address).value().addresses[0].address, "nowhere.example.test");
}

TEST_F(NodeCheck, one_bad_address_decides) {
  dialer.names["www.example.test"] = {"192.0.2.1", "192.0.2.2"};
  probe.answer = [this](const Endpoint& address) -> Result<Served> {
    if (address.host == "192.0.2.2") return fail(probe_errc::timed_out, "192.0.2.2:443");
    return Served{address.host, leaf, {}};
  };
  const auto seen = check(by_url).value();
  EXPECT_EQ(seen.verdict, Verdict::unreachable);
  EXPECT_EQ(seen.addresses[0].verdict, Verdict::matches);
  EXPECT_TRUE(seen.addresses[1].detail.contains("in time")) << seen.addresses[1].detail;
}

TEST_F(NodeCheck, an_unknown_name_is_an_answer) {
  const auto seen = check(by_url).value();
  EXPECT_EQ(seen.verdict, Verdict::unreachable);
  EXPECT_EQ(seen.addresses[0].address, "www.example.test");
  EXPECT_TRUE(probe.asked.empty());
}

TEST_F(NodeCheck, a_name_that_only_the_proxy_knows_goes_to_the_proxy) {
  EXPECT_EQ(check(by_url, "proxy:3128").value().verdict, Verdict::matches);
  EXPECT_EQ(probe.asked[0].address.host, "www.example.test");
}

TEST_F(NodeCheck, a_cancelled_caller_gets_no_verdict) {
  probe.answer = [](const Endpoint&) -> Result<Served> {
    return fail(Error{make_error_code(std::errc::operation_canceled)});
  };
  EXPECT_EQ(check(by_address).error().code, std::errc::operation_canceled);
}

TEST_F(NodeCheck, looks_again_until_the_new_certificate_is_there) {
  const auto begin = clock.now();
  probe.answer = [&](const Endpoint& address) -> Result<Served> {
    if (clock.now() < begin + 1s) return Served{address.host, old_leaf, {}};
    return Served{address.host, leaf, {}};
  };
  EXPECT_EQ(until(expected.serial, 20s).verdict, Verdict::matches);
  EXPECT_EQ(clock.now(), begin + 1s);
}

TEST_F(NodeCheck, the_old_certificate_is_awaited_after_a_rollback) {
  const auto begin = clock.now();
  const auto old_serial = pki::parse_certificates(old_leaf).value().front().serial;
  probe.answer = [&](const Endpoint& address) -> Result<Served> {
    if (clock.now() < begin + 2s) return fail(probe_errc::unreachable, "refused");
    return Served{address.host, old_leaf, {}};
  };
  const auto seen = until(old_serial, 20s);
  EXPECT_EQ(seen.served_serial, old_serial);
  EXPECT_EQ(seen.verdict, Verdict::differs) << "it is not the service's current one";
  EXPECT_EQ(clock.now(), begin + 2s);
}

TEST_F(NodeCheck, gives_up_at_the_deadline_with_the_last_answer) {
  const auto begin = clock.now();
  probe.answer = [&](const Endpoint& address) { return Served{address.host, old_leaf, {}}; };
  EXPECT_EQ(until(expected.serial, 20s).verdict, Verdict::differs);
  EXPECT_LT(clock.now(), begin + 20s);
  EXPECT_GT(clock.now(), begin + 19s);
}

}  // namespace
}  // namespace kigen::workers::check
