#include "workers/ca/acme/accounts.hpp"

#include <spdlog/spdlog.h>

#include "events/codec/json_out.hpp"
#include "workers/ca/acme/problem_errors.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;

std::string key_of(const AcmeAccount& ca, const AccountKey& key) {
  return ca.directory_url + " " + key.thumbprint();
}

std::string account_json(const std::string& contact, const std::string& binding) {
  rapidjson::StringBuffer text;
  events::JsonWriter out(text);
  out.StartObject();
  events::write_key(out, "termsOfServiceAgreed");
  out.Bool(true);
  if (!contact.empty()) {
    events::write_key(out, "contact");
    out.StartArray();
    events::write_text(out, "mailto:" + contact);
    out.EndArray();
  }
  if (!binding.empty()) {
    events::write_key(out, "externalAccountBinding");
    out.RawValue(binding.data(), binding.size(), rapidjson::kObjectType);
  }
  out.EndObject();
  return text.GetString();
}

Result<std::string> binding_for(const AcmeAccount& ca, const Directory& directory, const AccountKey& key) {
  const bool given = !ca.external_key_id.empty() && !ca.external_key.empty();
  if (given) return external_binding(ca.external_key_id, ca.external_key, directory.new_account, key);
  if (!directory.external_account_required) return std::string();
  return fail(ca_errc::account_unusable,
              "the CA wants an external account binding: enter the key id and HMAC key it gave you");
}

/// At registration a refusal is about the account, whatever its type.
Error as_account_error(Error error) {
  if (error.code == ca_errc::refused) error.code = ca_errc::account_unusable;
  return error;
}

bool has_lost_account(const Reply& reply) {
  return reply.problem && reply.problem->type == "accountDoesNotExist";
}

}  // namespace

Task<Result<std::string>> Accounts::ensure(const AcmeAccount& ca, const AccountKey& key, Instant deadline) {
  CO_TRY(const auto directory, co_await transport_.directory(ca, deadline));
  CO_TRY(const auto binding, binding_for(ca, directory, key));
  const Signer signer{key};
  CO_TRY(auto reply, co_await transport_.post(ca, signer, directory.new_account,
                                              account_json(ca.contact, binding), deadline));
  if (reply.problem) co_return fail(as_account_error(to_error(reply.refusal())));
  if (reply.location.empty())
    co_return fail(ca_errc::unexpected_answer, reply.url + ": a new account without a Location");
  urls_[key_of(ca, key)] = reply.location;
  co_return std::move(reply.location);
}

Task<Result<std::string>> Accounts::account_url(const AcmeAccount& ca, const AccountKey& key,
                                                Instant deadline) {
  const auto known = urls_.find(key_of(ca, key));
  if (known != urls_.end()) co_return known->second;
  if (!ca.account_url.empty()) co_return ca.account_url;
  co_return co_await ensure(ca, key, deadline);
}

Task<Result<Reply>> Accounts::ask(const AcmeAccount& ca, const AccountKey& key, std::string url,
                                  std::string payload, Instant deadline) {
  Signer signer{key};
  CO_TRY(signer.account_url, co_await account_url(ca, key, deadline));
  CO_TRY(auto reply, co_await transport_.post(ca, signer, url, payload, deadline));
  if (has_lost_account(reply)) {
    spdlog::warn("{}: the CA does not know the account any more; registering it again", ca.directory_url);
    CO_TRY(signer.account_url, co_await ensure(ca, key, deadline));
    CO_TRY(reply, co_await transport_.post(ca, signer, std::move(url), std::move(payload), deadline));
  }
  co_return reply;
}

Task<Result<Reply>> Accounts::post(const AcmeAccount& ca, const AccountKey& key, std::string url,
                                   std::string payload, Instant deadline) {
  CO_TRY(auto reply, co_await ask(ca, key, std::move(url), std::move(payload), deadline));
  if (reply.problem) co_return fail(to_error(reply.refusal()));
  co_return reply;
}

}  // namespace kigen::workers::ca::acme
