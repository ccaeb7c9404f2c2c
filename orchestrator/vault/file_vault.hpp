#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>

#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/vault/master_source.hpp"

namespace kigen::orchestrator::vault {

/// The secrets that have a file in a vault's folder, in no order. Blocks.
Result<std::vector<SecretRef>> secrets_in_folder(const std::filesystem::path& folder);

/// One file a secret, each under a data key of its own, data keys wrapped by the master key. Every byte:
/// docs/formats/vault.md. While its master key is being changed it needs both. Any executor may call; file
/// work runs on `pool`.
class FileVault final : public Vault {
 public:
  /// Opens or makes the folder (0700). sealed: made under another master key. damaged: there are secrets, but
  /// not the file that tells whether the master key is theirs. Blocks.
  static Result<std::unique_ptr<FileVault>> open(std::filesystem::path folder, MasterKeys keys,
                                                 Random& random, asio::any_io_executor pool);

  /// The same for one that is there and nobody uses; changes nothing. damaged, too, when there are secrets or
  /// not but nothing tells whether the master key is theirs. Blocks.
  static Result<std::unique_ptr<FileVault>> open_to_read(std::filesystem::path folder, MasterKeys keys,
                                                         Random& random, asio::any_io_executor pool);
  /// Whether nothing of a vault is in the folder. Blocks.
  static bool is_absent(const std::filesystem::path& folder);

  Task<Result<>> put(SecretRef ref, Secret secret) override;
  Task<Result<Secret>> get(SecretRef ref) override;
  Task<Result<>> erase(SecretRef ref) override;
  Task<Result<std::vector<SecretRef>>> list() override;

 private:
  FileVault(std::filesystem::path folder, MasterKeys keys, Random& random, asio::any_io_executor pool)
      : folder_(std::move(folder)), keys_(std::move(keys)), random_(random), pool_(std::move(pool)) {}

  Result<bool> clean_up() const;
  Result<> check_master(bool holds_secrets);
  Result<> write(SecretRef ref, const Secret& secret);
  Result<Secret> read(SecretRef ref) const;
  Result<> remove(SecretRef ref) const;
  std::filesystem::path path_of(SecretRef ref) const;

  std::filesystem::path folder_;
  MasterKeys keys_;
  const Key* master_ = nullptr;  // one of them: it wraps what is written
  Random& random_;
  asio::any_io_executor pool_;
};

}  // namespace kigen::orchestrator::vault
