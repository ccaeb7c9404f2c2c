#include "orchestrator/node/settings.hpp"

#include "orchestrator/described.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/node/apache_paths.hpp"
#include "orchestrator/node/errors.hpp"
#include "orchestrator/references.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// Without FQDN a check by address sends no SNI.
Result<> check_method(const CheckSettings& check) {
  switch (check.method) {
    case CheckMethod::none:
      return {};
    case CheckMethod::url:
      if (check.fqdn.empty()) return fail(input_errc::missing, {}, "settings.check.fqdn");
      return {};
    case CheckMethod::address:
      if (check.address.empty()) return fail(input_errc::missing, {}, "settings.check.address");
      return {};
  }
  return {};
}

}  // namespace

Result<> check(const World& world, const NodeSettings& settings) {
  TRY_DO(check_described(settings));
  TRY_DO(check_references(world, settings, "settings"));
  TRY_DO(settings.server.visit([](const auto& server) { return check(server); }));
  return check_method(settings.check);
}

}  // namespace kigen::orchestrator
