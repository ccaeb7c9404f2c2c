#include <set>
#include <string>

#include "orchestrator/input.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/find.hpp"
#include "orchestrator/service/slots.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// A CSR must ask for exactly the names that an order names (RFC 8555 §7.4).
Result<> check_same_names(const ServiceSettings& settings, const std::vector<std::string>& names) {
  std::set<std::string> wanted(settings.sans.begin(), settings.sans.end());
  wanted.insert(settings.common_name);
  std::set<std::string> given;
  for (const auto& name : names) given.insert(to_lower(name));
  for (const auto& name : wanted)
    if (!given.contains(name)) return fail(service_errc::name_differs, "the CSR lacks " + name, "csr");
  for (const auto& name : given)
    if (!wanted.contains(name)) return fail(service_errc::name_differs, "the CSR also names " + name, "csr");
  return {};
}

bool is_pending(const Service& service, const std::string& public_key_sha256) {
  return service.pending_key && service.pending_key->public_key_sha256 == public_key_sha256;
}

}  // namespace

Result<Changes> decide(const World& world, const RequestKey& command) {
  TRY(const auto* service, find_service(world, command.id));
  TRY_DO(check_no_order(world, *service));
  if (is_coming(world, command.stream(), job_kind::service_make_key)) return Changes{};
  return change(*service, KeyRequested{});
}

Result<Changes> decide(const World& world, const ReportKeyCreated& command) {
  TRY(const auto* service, find_service(world, command.id));
  TRY_DO(check_no_order(world, *service));
  if (is_pending(*service, command.created.public_key_sha256)) return Changes{};
  if (!csr_still_fits(command.made_with, service->settings, true))
    return fail(service_errc::settings_changed, service->settings.name);
  return change(*service, command.created);
}

/// Our own CSR coming back changes nothing: its key stays with us.
Result<Changes> decide(const World& world, const ImportCsr& command) {
  TRY(const auto* service, find_service(world, command.id));
  TRY_DO(check_no_order(world, *service));
  TRY_DO(check_same_names(service->settings, command.names));
  if (is_pending(*service, command.public_key_sha256)) return Changes{};
  return change(*service, CsrImported{command.csr_pem, command.public_key_sha256});
}

Result<Changes> decide(const World& world, const RecordKeyExport& command) {
  TRY(const auto* service, find_service(world, command.id));
  const auto* slot = find_slot(*service, command.slot);
  if (!slot) return fail(service_errc::empty_slot, service->settings.name, "slot");
  if (!slot->key) return fail(service_errc::no_key, service->settings.name + ": " + slot->serial, "slot");
  return change(*service, KeyExported{command.slot, slot->serial});
}

}  // namespace kigen::orchestrator
