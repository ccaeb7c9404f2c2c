#pragma once

#include <unordered_map>

#include "orchestrator/ports/vault.hpp"

namespace kigen::orchestrator::vault {

/// For tests and the simulation: keeps secrets in memory. One thread.
class MemoryVault final : public Vault {
 public:
  Task<Result<>> put(SecretRef ref, Secret secret) override {
    secrets_.insert_or_assign(ref, std::move(secret));
    co_return Result<>{};
  }
  Task<Result<Secret>> get(SecretRef ref) override {
    const auto found = secrets_.find(ref);
    if (found == secrets_.end()) co_return fail(vault_errc::not_found, to_text(ref));
    co_return found->second;
  }
  Task<Result<>> erase(SecretRef ref) override {
    secrets_.erase(ref);
    co_return Result<>{};
  }
  Task<Result<std::vector<SecretRef>>> list() override {
    std::vector<SecretRef> found;
    for_each_ref([&](SecretRef ref) { found.push_back(ref); });
    co_return found;
  }
  bool has(SecretRef ref) const { return secrets_.contains(ref); }
  std::size_t size() const { return secrets_.size(); }
  /// Calls `use` with the reference of each secret.
  template <class Use>
  void for_each_ref(Use&& use) const {
    for (const auto& [ref, secret] : secrets_) use(ref);
  }
  /// Calls `use` with each secret.
  template <class Use>
  void for_each(Use&& use) const {
    for (const auto& [ref, secret] : secrets_) use(secret);
  }

 private:
  std::unordered_map<SecretRef, Secret> secrets_;
};

}  // namespace kigen::orchestrator::vault
