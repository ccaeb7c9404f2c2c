#pragma once

#include <array>
#include <optional>
#include <string>

#include "api/server/read_body.hpp"
#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "projections/accesses/query.hpp"
#include "projections/ca_accounts/query.hpp"

namespace kigen::api {

// Settings with secrets as clients send and see them: secrets go in and never come out.

/// An access as it is sent.
struct AccessForm {
  std::string name = {};
  std::string host = {};
  std::uint32_t port = 22;
  std::string login_id = {};
  std::optional<Secret> login_password = {};
  std::optional<Secret> ssh_private_key = {};
  events::Elevation elevation = events::Elevation::none;
  std::string execution_id = {};
  std::optional<Secret> execution_password = {};
  events::HostKeyPolicy host_key_policy = events::HostKeyPolicy::confirm;
  events::SshAlgorithms algorithms = events::SshAlgorithms::modern;

  static constexpr auto fields = events::field_list(
      events::field("name", &AccessForm::name), events::field("host", &AccessForm::host),
      events::field("port", &AccessForm::port), events::field("loginId", &AccessForm::login_id),
      events::field("loginPassword", &AccessForm::login_password),
      events::field("sshPrivateKey", &AccessForm::ssh_private_key),
      events::field("elevation", &AccessForm::elevation),
      events::field("executionId", &AccessForm::execution_id),
      events::field("executionPassword", &AccessForm::execution_password),
      events::field("hostKeyPolicy", &AccessForm::host_key_policy),
      events::field("algorithms", &AccessForm::algorithms));
};
template <>
struct Required<AccessForm> {
  static constexpr std::array<std::string_view, 3> names{"name", "host", "loginId"};
};

/// The identity of an access's host that a person confirms.
struct HostKeyBody {
  std::string fingerprint = {};
  static constexpr auto fields = events::field_list(events::field("fingerprint", &HostKeyBody::fingerprint));
};
template <>
struct Required<HostKeyBody> {
  static constexpr std::array<std::string_view, 1> names{"fingerprint"};
};

/// What of an access can be shown and sent back.
struct AccessPlain {
  std::string name = {};
  std::string host = {};
  std::uint32_t port = 22;
  std::string login_id = {};
  events::Elevation elevation = events::Elevation::none;
  std::string execution_id = {};
  events::HostKeyPolicy host_key_policy = events::HostKeyPolicy::confirm;
  events::SshAlgorithms algorithms = events::SshAlgorithms::modern;

  static constexpr auto fields = events::field_list(
      events::field("name", &AccessPlain::name), events::field("host", &AccessPlain::host),
      events::field("port", &AccessPlain::port), events::field("loginId", &AccessPlain::login_id),
      events::field("elevation", &AccessPlain::elevation),
      events::field("executionId", &AccessPlain::execution_id),
      events::field("hostKeyPolicy", &AccessPlain::host_key_policy),
      events::field("algorithms", &AccessPlain::algorithms));
};
struct AccessAnswer {
  AccessId id = {};
  Version version = 0;
  AccessPlain settings = {};
  bool has_login_password = false;
  bool has_ssh_private_key = false;
  bool has_execution_password = false;
  std::optional<projections::HostKey> pinned_key = {};
  std::optional<projections::HostKey> refused_key = {};

  static constexpr auto fields = events::field_list(
      events::field("id", &AccessAnswer::id), events::field("version", &AccessAnswer::version),
      events::field("settings", &AccessAnswer::settings),
      events::field("hasLoginPassword", &AccessAnswer::has_login_password),
      events::field("hasSshPrivateKey", &AccessAnswer::has_ssh_private_key),
      events::field("hasExecutionPassword", &AccessAnswer::has_execution_password),
      events::field("pinnedKey", &AccessAnswer::pinned_key),
      events::field("refusedKey", &AccessAnswer::refused_key));
};
inline AccessAnswer access_answer(const projections::AccessDetail& detail) {
  return {detail.id,
          detail.version,
          {detail.name, detail.host, detail.port, detail.login_id, detail.elevation, detail.execution_id,
           detail.host_key_policy, detail.algorithms},
          detail.has_login_password,
          detail.has_ssh_private_key,
          detail.has_execution_password,
          detail.pinned_key,
          detail.refused_key};
}
inline events::AccessSettings plain_settings(const AccessForm& form) {
  events::AccessSettings settings;
  settings.name = form.name;
  settings.host = form.host;
  settings.port = form.port;
  settings.login_id = form.login_id;
  settings.elevation = form.elevation;
  settings.execution_id = form.execution_id;
  settings.host_key_policy = form.host_key_policy;
  settings.algorithms = form.algorithms;
  return settings;
}

/// A CA account as it is sent.
struct CaAccountForm {
  std::string name = {};
  events::CaKind kind = events::CaKind::acme;
  std::string directory_url = {};
  std::string contact = {};
  std::string trust_pem = {};
  events::AcmeChallenge challenge = events::AcmeChallenge::http_01;
  std::string dns_hook = {};
  std::string external_key_id = {};
  std::optional<Secret> external_key = {};
  std::uint32_t parallel_orders = 4;

  static constexpr auto fields = events::field_list(
      events::field("name", &CaAccountForm::name), events::field("kind", &CaAccountForm::kind),
      events::field("directoryUrl", &CaAccountForm::directory_url),
      events::field("contact", &CaAccountForm::contact), events::field("trustPem", &CaAccountForm::trust_pem),
      events::field("challenge", &CaAccountForm::challenge),
      events::field("dnsHook", &CaAccountForm::dns_hook),
      events::field("externalKeyId", &CaAccountForm::external_key_id),
      events::field("externalKey", &CaAccountForm::external_key),
      events::field("parallelOrders", &CaAccountForm::parallel_orders));
};
template <>
struct Required<CaAccountForm> {
  static constexpr std::array<std::string_view, 2> names{"name", "directoryUrl"};
};

/// What of a CA account can be shown and sent back.
struct CaAccountPlain {
  std::string name = {};
  events::CaKind kind = events::CaKind::acme;
  std::string directory_url = {};
  std::string contact = {};
  std::string trust_pem = {};
  events::AcmeChallenge challenge = events::AcmeChallenge::http_01;
  std::string dns_hook = {};
  std::string external_key_id = {};
  std::uint32_t parallel_orders = 4;

  static constexpr auto fields = events::field_list(
      events::field("name", &CaAccountPlain::name), events::field("kind", &CaAccountPlain::kind),
      events::field("directoryUrl", &CaAccountPlain::directory_url),
      events::field("contact", &CaAccountPlain::contact),
      events::field("trustPem", &CaAccountPlain::trust_pem),
      events::field("challenge", &CaAccountPlain::challenge),
      events::field("dnsHook", &CaAccountPlain::dns_hook),
      events::field("externalKeyId", &CaAccountPlain::external_key_id),
      events::field("parallelOrders", &CaAccountPlain::parallel_orders));
};
struct CaAccountAnswer {
  CaAccountId id = {};
  Version version = 0;
  CaAccountPlain settings = {};
  bool has_external_key = false;
  bool has_account_key = false;
  std::string account_url = {};
  bool registered = false;

  static constexpr auto fields = events::field_list(
      events::field("id", &CaAccountAnswer::id), events::field("version", &CaAccountAnswer::version),
      events::field("settings", &CaAccountAnswer::settings),
      events::field("hasExternalKey", &CaAccountAnswer::has_external_key),
      events::field("hasAccountKey", &CaAccountAnswer::has_account_key),
      events::field("accountUrl", &CaAccountAnswer::account_url),
      events::field("registered", &CaAccountAnswer::registered));
};
inline CaAccountAnswer ca_account_answer(const projections::CaAccountDetail& detail) {
  return {detail.id,
          detail.version,
          {detail.name, detail.kind, detail.directory_url, detail.contact, detail.trust_pem, detail.challenge,
           detail.dns_hook, detail.external_key_id, detail.parallel_orders},
          detail.has_external_key,
          detail.has_account_key,
          detail.account_url,
          detail.registered};
}
inline events::CaAccountSettings plain_settings(const CaAccountForm& form) {
  events::CaAccountSettings settings;
  settings.name = form.name;
  settings.kind = form.kind;
  settings.directory_url = form.directory_url;
  settings.contact = form.contact;
  settings.trust_pem = form.trust_pem;
  settings.challenge = form.challenge;
  settings.dns_hook = form.dns_hook;
  settings.external_key_id = form.external_key_id;
  settings.parallel_orders = form.parallel_orders;
  return settings;
}

}  // namespace kigen::api
