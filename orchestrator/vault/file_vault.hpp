#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>

#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/vault/sealing.hpp"

namespace kigen::orchestrator::vault {

/// Tells whether a master key is the vault's.
inline constexpr std::string_view master_check_file = "master.check";

/// One file a secret, each under a data key of its own, data keys wrapped by the master key. Every byte:
/// docs/formats/vault.md. Any executor may call; file work runs on `pool`.
class FileVault final : public Vault {
 public:
  /// Opens or makes the folder (0700). sealed: made under another master key. damaged: there are secrets, but
  /// not the file that tells whether the master key is theirs. Blocks.
  static Result<std::unique_ptr<FileVault>> open(std::filesystem::path folder, Key master, Random& random,
                                                 asio::any_io_executor pool);

  /// The same for one that is there and nobody uses; changes nothing. damaged, too, when there are secrets or
  /// not but nothing tells whether the master key is theirs. Blocks.
  static Result<std::unique_ptr<FileVault>> open_to_read(std::filesystem::path folder, Key master,
                                                         Random& random, asio::any_io_executor pool);
  /// Whether nothing of a vault is in the folder. Blocks.
  static bool is_absent(const std::filesystem::path& folder);

  Task<Result<>> put(SecretRef ref, Secret secret) override;
  Task<Result<Secret>> get(SecretRef ref) override;
  Task<Result<>> erase(SecretRef ref) override;

 private:
  FileVault(std::filesystem::path folder, Key master, Random& random, asio::any_io_executor pool)
      : folder_(std::move(folder)), master_(std::move(master)), random_(random), pool_(std::move(pool)) {}

  Result<bool> clean_up() const;
  Result<> check_master(bool holds_secrets);
  Result<> write(SecretRef ref, const Secret& secret);
  Result<Secret> read(SecretRef ref) const;
  Result<> remove(SecretRef ref) const;
  std::filesystem::path path_of(SecretRef ref) const;

  std::filesystem::path folder_;
  Key master_;
  Random& random_;
  asio::any_io_executor pool_;
};

}  // namespace kigen::orchestrator::vault
