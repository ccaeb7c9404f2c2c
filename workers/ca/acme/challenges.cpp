#include "workers/ca/acme/challenges.hpp"

#include <algorithm>

#include "orchestrator/input.hpp"
#include "workers/ca/acme/base64url.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;

constexpr std::string_view http_01 = "http-01";
constexpr std::string_view dns_01 = "dns-01";

/// RFC 8555 §8.1
std::string key_authorization(const ChallengeResource& challenge, const AccountKey& key) {
  return challenge.token + "." + key.thumbprint();
}

std::string shown_name(const AuthorizationResource& authorization) {
  return (authorization.wildcard ? "*." : "") + authorization.identifier;
}

}  // namespace

bool was_ordered(const AuthorizationResource& authorization, const std::vector<std::string>& names) {
  return orchestrator::check_host(authorization.identifier, {}) &&
         std::ranges::any_of(names, [wanted = orchestrator::to_lower(shown_name(authorization))](
                                        const auto& name) { return orchestrator::to_lower(name) == wanted; });
}

TxtRecord txt_record(const AuthorizationResource& authorization, const ChallengeResource& challenge,
                     const AccountKey& key) {
  return {"_acme-challenge." + authorization.identifier,
          to_base64url(sha256(key_authorization(challenge, key)))};
}

Result<ChallengeResource> Challenges::choose(const AcmeAccount& ca,
                                             const AuthorizationResource& authorization) {
  const auto found = std::ranges::find(authorization.challenges, ca.challenge, &ChallengeResource::type);
  const bool answerable = ca.challenge == http_01 || ca.challenge == dns_01;
  if (found != authorization.challenges.end() && answerable && !found->token.empty()) return *found;
  const bool needs_dns = authorization.wildcard && ca.challenge != dns_01;
  return fail(ca_errc::refused, "the CA offers no " + ca.challenge + " for " + shown_name(authorization) +
                                    (needs_dns ? ": a wildcard needs dns-01" : ""));
}

Task<Result<>> Challenges::prepare(const AcmeAccount& ca, const AccountKey& key, ChallengeTask task,
                                   bool answered, Instant deadline) {
  if (task.challenge.type == http_01) {
    http_.provide(task.order, task.challenge.token, key_authorization(task.challenge, key));
    co_return Result<>{};
  }
  if (answered) co_return Result<>{};
  auto added = co_await add_record(hooks_, ca.dns_hook, txt_record(task.authorization, task.challenge, key),
                                   clock_, deadline);
  note(ca, added);
  co_return added;
}

Task<void> Challenges::clean_up(const AcmeAccount& ca, const AccountKey& key, ChallengeTask task,
                                Instant deadline) {
  if (task.challenge.type != dns_01) co_return;
  const auto removed = co_await remove_record(
      hooks_, ca.dns_hook, txt_record(task.authorization, task.challenge, key), clock_, deadline);
  note(ca, removed);
}

void Challenges::note(const AcmeAccount& ca, const Result<>& ended) {
  const auto told = ended ? Result<>() : fail(Error{.code = ended.error().code});
  troubles_.note(orchestrator::Part::dns_program, ca.dns_hook, told);
}

}  // namespace kigen::workers::ca::acme
