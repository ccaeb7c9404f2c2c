#pragma once

#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/vault.hpp"

namespace kigen::orchestrator {

// Work of home: what these do, they do with World, log and vault alone, so that they have no second half that
// could be done elsewhere (two_halves.hpp).

/// Job "service.renew": the moment chosen for a renewal has come (R20). Does nothing when it was moved
/// meanwhile.
class RenewHandler final : public JobHandler {
 public:
  RenewHandler(Clock& clock, Random& random) : clock_(clock), random_(random) {}
  std::string_view kind() const override;
  JobRules rules() const override { return {.max_attempts = 5}; }
  Result<Work> prepare(const World& world, const Job& job) override;

 private:
  Clock& clock_;
  Random& random_;
};

/// Job "service.review": the time of a certificate has come.
class ReviewHandler final : public JobHandler {
 public:
  explicit ReviewHandler(Clock& clock) : clock_(clock) {}
  std::string_view kind() const override;
  JobRules rules() const override { return {.max_attempts = 5}; }
  Result<Work> prepare(const World& world, const Job& job) override;

 private:
  Clock& clock_;
};

/// Services that an expiry review looks at in one go, so that it never holds the loop for long.
inline constexpr std::size_t expiry_slice = 256;

/// Job "expiry.check": compares every enabled service with today's date (R12), in order of their ids and
/// slice by slice; the next one is queued by policy. One that is created meanwhile waits for the next.
class ExpiryHandler final : public JobHandler {
 public:
  explicit ExpiryHandler(Clock& clock) : clock_(clock) {}
  std::string_view kind() const override;
  JobRules rules() const override { return {.max_attempts = 5, .lease = std::chrono::minutes(30)}; }
  Result<Work> prepare(const World& world, const Job& job) override;

 private:
  Task<Result<JobOutcome>> review_all(JobContext& context);

  Clock& clock_;
};

/// Job "vault.review": erases what has been in the vault for nothing since `grace`; the next one is queued by
/// policy. What an attempt that was cut off had begun to erase is erased too.
class VaultHandler final : public JobHandler {
 public:
  VaultHandler(Vault& vault, Clock& clock, Duration grace) : vault_(vault), clock_(clock), grace_(grace) {}
  std::string_view kind() const override;
  JobRules rules() const override { return {.max_attempts = 5, .lease = std::chrono::minutes(30)}; }
  Result<Work> prepare(const World& world, const Job& job) override;

 private:
  Task<Result<JobOutcome>> review(JobContext& context);
  Task<Result<>> erase(const std::vector<SecretRef>& secrets, JobContext& context);

  Vault& vault_;
  Clock& clock_;
  const Duration grace_;
};

}  // namespace kigen::orchestrator
