#include "orchestrator/service/settings.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/described.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/kept/errors.hpp"
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
    TRY(auto name, accepted_name(names[i], "settings.sans." + std::to_string(i)));
    if (name != common_name && std::ranges::find(sans, name) == sans.end()) sans.push_back(std::move(name));
  }
  return sans;
}

Result<> check_subject(const Subject& subject) {
  auto checked = pki::validate_subject(subject);
  if (!checked) return in_field(checked.error(), "settings." + checked.error().field);
  return {};
}

Result<> check_ca_account(const World& world, const std::optional<CaAccountId>& account) {
  if (account && !world.ca_account(*account))
    return fail(kept_errc::unknown_reference, "ca_account " + to_text(*account), "settings.caAccount");
  return {};
}

/// A group that is not in sight is as good as none.
Result<> check_group(const World& world, UserGroupId group) {
  if (world.has(group) && world.sees(group)) return {};
  return fail(kept_errc::unknown_reference, to_text(group), "settings.group");
}

}  // namespace

Result<ServiceSettings> accepted(const World& world, ServiceSettings settings) {
  TRY_DO(check_group(world, settings.group));
  TRY(settings.common_name, accepted_common_name(settings.common_name));
  TRY(settings.sans, accepted_sans(settings.sans, settings.common_name));
  TRY_DO(check_subject(settings.subject));
  TRY_DO(check_described(settings));
  TRY_DO(check_ca_account(world, settings.ca_account));
  return settings;
}

bool differ_in_order(const ServiceSettings& a, const ServiceSettings& b) {
  auto unlocked = b;
  unlocked.name = a.name;
  unlocked.group = a.group;
  unlocked.separate_chain = a.separate_chain;
  unlocked.slots = a.slots;
  return a != unlocked;
}

}  // namespace kigen::orchestrator
