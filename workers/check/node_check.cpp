#include "workers/check/node_check.hpp"

#include <algorithm>

namespace kigen::workers::check {
namespace {

using namespace orchestrator;
using events::AddressSeen;
using events::CheckMethod;
using events::CheckSettings;
using events::NodeChecked;
using events::Verdict;

constexpr std::uint16_t https_port = 443;
constexpr std::size_t max_addresses = 32;
constexpr auto pause = std::chrono::milliseconds(250);
/// One look among several: a restart can leave a connection hanging for a second.
constexpr auto look_patience = std::chrono::seconds(6);

bool is_cancelled(const Error& error) { return error.code == std::errc::operation_canceled; }

/// By address that may be a name too.
const std::string& host_of(const CheckSettings& settings) {
  return settings.method == CheckMethod::url ? settings.fqdn : settings.address;
}

/// Where to look. Behind a proxy a name may be known to the proxy only.
Task<Result<std::vector<std::string>>> addresses_of(CheckPorts ports, const std::string& host,
                                                    const std::string& proxy, Instant deadline) {
  auto found = co_await ports.dialer.resolve(host, deadline);
  if (!found && !proxy.empty() && !is_cancelled(found.error())) co_return std::vector{host};
  if (found && found->empty()) co_return fail(probe_errc::name_not_found, host);
  if (found) found->resize(std::min(found->size(), max_addresses));
  co_return found;
}

Task<Result<AddressSeen>> look_at(CheckPorts ports, Endpoint address, const CheckSettings& settings,
                                  const Expectation& expected, const std::string& proxy, Instant deadline) {
  const auto served = co_await ports.probe.probe(address, settings.fqdn, proxy, deadline);
  if (served) co_return compare(expected, *served);
  if (is_cancelled(served.error())) co_return fail(served.error());
  co_return not_served(std::move(address.host), served.error());
}

bool is_there(const NodeChecked& seen, const std::string& serial) {
  return seen.served_serial == serial && (serial != seen.expected_serial || seen.verdict == Verdict::matches);
}

}  // namespace

Task<Result<NodeChecked>> check_node(CheckPorts ports, CheckSettings settings, Expectation expected,
                                     std::string proxy, Instant deadline) {
  ensure(settings.method != CheckMethod::none, "a node without check method is not checked");
  const auto& host = host_of(settings);
  const auto addresses = co_await addresses_of(ports, host, proxy, deadline);
  if (!addresses && is_cancelled(addresses.error())) co_return fail(addresses.error());
  if (!addresses) co_return conclude(expected, {not_served(host, addresses.error())});
  const auto port =
      settings.method == CheckMethod::url ? https_port : static_cast<std::uint16_t>(settings.port);
  std::vector<AddressSeen> seen;
  for (auto left = addresses->size(); left > 0; --left) {
    const auto share = (deadline - ports.clock.now()) / static_cast<std::int64_t>(left);
    const Endpoint address{(*addresses)[addresses->size() - left], port};
    CO_TRY(auto one, co_await look_at(ports, address, settings, expected, proxy, ports.clock.now() + share));
    seen.push_back(std::move(one));
  }
  co_return conclude(expected, std::move(seen));
}

Task<Result<NodeChecked>> check_until_served(CheckPorts ports, CheckSettings settings, Expectation expected,
                                             std::string serial, std::string proxy, Instant deadline) {
  for (;;) {
    const auto look_deadline = std::min<Instant>(deadline, ports.clock.now() + look_patience);
    CO_TRY(auto seen, co_await check_node(ports, settings, expected, proxy, look_deadline));
    if (is_there(seen, serial) || ports.clock.now() + pause >= deadline) co_return seen;
    CO_TRY_DO(co_await ports.clock.sleep_until(ports.clock.now() + pause));
  }
}

}  // namespace kigen::workers::check
