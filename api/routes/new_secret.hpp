#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/backend.hpp"
#include "api/server/execute.hpp"
#include "api/server/sent_secrets.hpp"
#include "events/core/secret.hpp"

namespace kigen::api {

/// A secret of settings that a request sent, and the one that is stored for it.
struct SecretField {
  std::string path = {};
  std::optional<SecretRef>* into = nullptr;
  std::optional<SecretRef> stored = {};
  bool exists = true;  ///< else nothing is kept for it
};

/// Secrets of one request, put into the vault before the command that names them.
class NewSecrets {
 public:
  explicit NewSecrets(Backend& backend) : backend_(backend) {}
  /// A failure takes all of the request's secrets with it.
  Task<Result<SecretRef>> put(Secret secret);
  /// Fills the fields as the request says. Refuses (no_secret_here) a stored one where there is none.
  Task<Result<>> settle(std::vector<SecretField> fields, SentSecrets sent);
  /// No record names them: nobody will ask for them.
  Task<void> discard();

 private:
  Backend& backend_;
  std::vector<SecretRef> put_ = {};
};

/// execute for a command that names such secrets: they go again if it is refused or a repeated one, and stay
/// where it is unknown whether its events were kept.
Task<Result<Executed>> execute_with_secrets(Backend& backend, const Call& call, NewSecrets& secrets,
                                            orchestrator::Command command, Manner manner = {});

/// The same, answered with the receipt.
Task<Result<ServerResponse>> answer_with_secrets(Backend& backend, const Call& call, NewSecrets& secrets,
                                                 orchestrator::Command command, unsigned status,
                                                 Manner manner = {});

/// The settings with references to their secrets: new ones in the vault, stored ones kept where nothing else
/// is said. What is stored for another kind of a union, or for a field that is no more, is not kept.
template <events::Declared S>
Task<Result<S>> settle(NewSecrets& secrets, Sent<S> sent, const S* stored) {
  std::vector<SecretField> fields;
  auto collect = [&](const std::string& path, std::optional<SecretRef>& into,
                     const std::optional<SecretRef>* before, bool exists) {
    fields.push_back({path, &into, before == nullptr ? std::nullopt : *before, exists});
  };
  for_each_secret_field(sent.settings, stored, {}, collect);
  CO_TRY_DO(co_await secrets.settle(std::move(fields), std::move(sent.secrets)));
  co_return std::move(sent.settings);
}

}  // namespace kigen::api
