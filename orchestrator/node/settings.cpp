#include "orchestrator/node/settings.hpp"

#include "orchestrator/access/errors.hpp"
#include "orchestrator/company/errors.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/node/apache_paths.hpp"
#include "orchestrator/node/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

constexpr std::uint32_t https_port = 443;

Result<> check_place(const World& world, const NodeSettings& settings) {
  if (!world.company().sites.contains(settings.site))
    return fail(company_errc::unknown_site, to_text(settings.site), "settings.site");
  if (!world.access(settings.access))
    return fail(access_errc::unknown_access, to_text(settings.access), "settings.access");
  return {};
}

Result<> check_by_url(const CheckSettings& check) {
  TRY_DO(check_fqdn(check.fqdn, "settings.check.fqdn"));
  if (check.port != https_port)
    return fail(node_errc::check_port, std::to_string(check.port), "settings.check.port");
  return {};
}

/// Without FQDN no SNI is sent.
Result<> check_by_address(const CheckSettings& check) {
  TRY_DO(check_host(check.address, "settings.check.address"));
  TRY_DO(check_port(check.port, "settings.check.port"));
  if (check.fqdn.empty()) return {};
  return check_fqdn(check.fqdn, "settings.check.fqdn");
}

Result<> check_method(const CheckSettings& check) {
  switch (check.method) {
    case CheckMethod::none:
      return {};
    case CheckMethod::url:
      return check_by_url(check);
    case CheckMethod::address:
      return check_by_address(check);
  }
  return {};
}

}  // namespace

Result<> check(const World& world, const NodeSettings& settings) {
  TRY_DO(check_name(settings.name, "settings.name"));
  TRY_DO(check_place(world, settings));
  TRY_DO(check_apache_paths(settings.apache));
  return check_method(settings.check);
}

}  // namespace kigen::orchestrator
