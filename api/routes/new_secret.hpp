#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "api/backend.hpp"
#include "api/server/execute.hpp"
#include "events/core/secret.hpp"

namespace kigen::api {

/// Secrets of one request, put into the vault before the command that names them.
class NewSecrets {
 public:
  explicit NewSecrets(Backend& backend) : backend_(backend) {}
  /// A failure takes all of the request's secrets with it.
  Task<Result<SecretRef>> put(Secret secret);
  /// A secret field of a settings form: none = keep `stored`, empty = forget it, else put the new one.
  Task<Result<std::optional<SecretRef>>> choose(std::optional<Secret> given, std::optional<SecretRef> stored);
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

}  // namespace kigen::api
