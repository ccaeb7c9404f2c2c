#include "orchestrator/service/settings.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/ca_account/errors.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/pki/names.hpp"
#include "orchestrator/service/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

std::unexpected<Error> in_field(Error error, std::string field) {
  error.field = std::move(field);
  return fail(std::move(error));
}

Result<std::string> accepted_name(const std::string& name, const std::string& field) {
  auto lower = pki::validate_dns_name(name);
  if (!lower) return in_field(std::move(lower).error(), field);
  return lower;
}

Result<std::string> accepted_common_name(const std::string& name) {
  if (name.empty()) return fail(input_errc::missing, {}, "settings.commonName");
  if (name.size() > max_common_name_bytes)
    return fail(service_errc::common_name_too_long, name, "settings.commonName");
  return accepted_name(name, "settings.commonName");
}

/// In the order given, each once, without the common name.
Result<std::vector<std::string>> accepted_sans(const std::vector<std::string>& names,
                                               const std::string& common_name) {
  std::vector<std::string> sans;
  for (std::size_t i = 0; i < names.size(); ++i) {
    TRY(auto name, accepted_name(names[i], "settings.sans[" + std::to_string(i) + "]"));
    if (name != common_name && std::ranges::find(sans, name) == sans.end()) sans.push_back(std::move(name));
    if (sans.size() > max_sans) return fail(service_errc::too_many_names, {}, "settings.sans");
  }
  return sans;
}

Result<> check_subject(const Subject& subject) {
  auto checked = pki::validate_subject(subject);
  if (!checked) return in_field(checked.error(), "settings." + checked.error().field);
  return {};
}

Result<> check_renewal(const RenewalPolicy& renewal) {
  TRY_DO(check_range(renewal.percent_of_life, min_percent_of_life, max_percent_of_life,
                     "settings.renewal.percentOfLife"));
  return check_range(renewal.days_before, 1, max_days_before, "settings.renewal.daysBefore");
}

Result<> check_ca_account(const World& world, const std::optional<CaAccountId>& account) {
  if (account && !world.ca_account(*account))
    return fail(ca_account_errc::unknown_ca_account, to_text(*account), "settings.caAccount");
  return {};
}

}  // namespace

Result<ServiceSettings> accepted(const World& world, ServiceSettings settings) {
  TRY_DO(check_name(settings.name, "settings.name"));
  TRY(settings.common_name, accepted_common_name(settings.common_name));
  TRY(settings.sans, accepted_sans(settings.sans, settings.common_name));
  TRY_DO(check_subject(settings.subject));
  TRY_DO(check_renewal(settings.renewal));
  TRY_DO(check_ca_account(world, settings.ca_account));
  TRY_DO(check_range(settings.slots, min_slots, max_slots, "settings.slots"));
  return settings;
}

bool differ_in_order(const ServiceSettings& a, const ServiceSettings& b) {
  auto unlocked = b;
  unlocked.name = a.name;
  unlocked.separate_chain = a.separate_chain;
  unlocked.slots = a.slots;
  return a != unlocked;
}

}  // namespace kigen::orchestrator
