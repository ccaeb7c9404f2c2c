#include "projections/log_lines/lines_of.hpp"

#include "events/core/overloaded.hpp"
#include "projections/log_lines/messages.hpp"

namespace kigen::projections {

using namespace events;

using Lines = std::vector<Line>;

Lines lines_of(const Fact& fact) {
  return std::visit([&](const auto& event) { return lines_of(fact, event); }, fact.event);
}

namespace {

void add_risks(Lines& lines, const Value& name, const SshAccess& ssh) {
  if (ssh.algorithms == SshAlgorithms::legacy) lines.push_back(make_line(3810, {name}));
}

/// What was set, and what is risked by it.
Lines of_settings(int number, const Value& name, const AccessSettings& settings) {
  Lines lines{make_line(number, {name})};
  settings.connection.visit([&](const auto& connection) { add_risks(lines, name, connection); });
  return lines;
}

}  // namespace

Lines lines_of(const Fact& fact, const AccessEvent& event) {
  const Value name{"name", fact.about.name};
  return std::visit(
      overloaded{
          [&](const AccessCreated& e) { return of_settings(3200, name, e.settings); },
          [&](const AccessEdited& e) { return of_settings(3201, name, e.settings); },
          [&](const AccessDeleted&) { return Lines{make_line(3202, {name})}; },
          [&](const HostKeyPinned& e) {
            return Lines{
                make_line(3203, {name, {"fingerprint", e.fingerprint}, {"actor", fact.record.meta.actor.id}},
                          e.first_use ? "first-use" : "")};
          },
          [&](const HostKeyRefused& e) {
            return Lines{
                make_line(3204, {name, {"fingerprint", e.fingerprint}, {"pinned", e.pinned_fingerprint}})};
          },
      },
      event);
}

Lines lines_of(const Fact& fact, const CaAccountEvent& event) {
  const Value name{"name", fact.about.name};
  return std::visit(overloaded{
                        [&](const CaAccountCreated&) { return Lines{make_line(3300, {name})}; },
                        [&](const CaAccountEdited&) { return Lines{make_line(3301, {name})}; },
                        [&](const CaAccountDeleted&) { return Lines{make_line(3302, {name})}; },
                        [&](const CaAccountRegistered& e) {
                          return Lines{make_line(3303, {name, {"url", e.account_url}})};
                        },
                    },
                    event);
}

Lines lines_of(const Fact& fact, const CompanyEvent& event) {
  return std::visit(
      overloaded{
          [](const CompanyNamed& e) { return Lines{make_line(3400, {{"name", e.name}})}; },
          [](const SiteCreated& e) { return Lines{make_line(3401, {{"name", e.settings.name}})}; },
          [](const SiteRenamed& e) { return Lines{make_line(3402, {{"name", e.settings.name}})}; },
          [&](const SiteRemoved&) { return Lines{make_line(3403, {{"name", fact.about.site_name}})}; },
          [](const GeneralSettingsChanged&) { return Lines{make_line(3404)}; },
          [](const CompanyRecovered&) { return Lines{make_line(3405)}; },
          [](const CompanyClaimed&) { return Lines{make_line(3406)}; },
      },
      event);
}

Lines lines_of(const Fact& fact, const UserEvent& event) {
  const Value name{"name", fact.about.name};
  return std::visit(
      overloaded{
          [&](const UserCreated& e) { return Lines{make_line(3500, {name, {"role", word_of(e.role)}})}; },
          [&](const UserEdited& e) { return Lines{make_line(3501, {name, {"role", word_of(e.role)}})}; },
          [&](const UserDeleted&) { return Lines{make_line(3502, {name})}; },
          [&](const PasswordSet&) { return Lines{make_line(3503, {name})}; },
          [&](const PasswordCleared&) { return Lines{make_line(3504, {name})}; },
          [&](const LoggedIn& e) { return Lines{make_line(3505, {name, {"address", e.address}})}; },
          [&](const LoginThrottled& e) {
            return Lines{
                make_line(3506, {name, {"address", e.address}, {"failures", std::to_string(e.failures)}})};
          },
          [&](const TokenCreated& e) { return Lines{make_line(3507, {name, {"token", e.name}})}; },
          [&](const TokenRevoked& e) { return Lines{make_line(3508, {name, {"token", to_text(e.token)}})}; },
          [&](const TokensRevoked&) { return Lines{make_line(3510, {name})}; },
          [&](const UserGroupsChanged& e) {
            return Lines{make_line(3511, {name, {"count", std::to_string(e.groups.size())}})};
          },
      },
      event);
}

Lines lines_of(const Fact&, const SystemEvent& event) {
  return std::visit(overloaded{
                        [](const SystemStarted& e) {
                          Lines lines{make_line(0, {{"version", e.version}})};
                          if (e.after_crash) lines.push_back(make_line(3800));
                          return lines;
                        },
                        [](const SystemStopped&) { return Lines{make_line(99)}; },
                        [](const ConsequenceDeclined& e) {
                          return Lines{make_line(
                              3801, {{"consequence", e.consequence}, {"code", e.code}, {"detail", e.detail}},
                              e.code.empty() ? "" : "refused")};
                        },
                        silent_on<PoliciesSettled>,
                    },
                    event);
}

Lines lines_of(const Fact&, const VaultEvent& event) {
  const auto counted = [](std::uint16_t number, const std::vector<SecretRef>& secrets) {
    return Lines{make_line(number, {{"count", std::to_string(secrets.size())}})};
  };
  return std::visit(overloaded{
                        [&](const SecretsUnreferenced& e) { return counted(3840, e.secrets); },
                        [&](const SecretsErased& e) { return counted(3841, e.secrets); },
                        silent_on<SecretsReferencedAgain, ErasureStarted>,
                    },
                    event);
}

}  // namespace kigen::projections
