#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"

struct evp_pkey_st;

namespace kigen::events {

/// Signs notes (C2SP signed-note) with Ed25519 under a key name. Any thread.
/// Key file: one line "PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>", mode 0600.
class Signer {
 public:
  /// Reads a key file; refuses one that others than its owner may read (bad_key_file).
  static Result<Signer> load(const std::filesystem::path& key_file);
  /// Makes a fresh key and its file; refuses to overwrite one.
  static Result<Signer> create(const std::filesystem::path& key_file, std::string name);
  static Result<Signer> from_seed(std::string name, std::span<const std::uint8_t, 32> seed);

  const std::string& name() const { return name_; }
  /// "<name>+<key id>+<base64 of 0x01 and the public key>": what a verifier needs.
  std::string verifier_key() const;
  /// The whole note: `text` (ending in a newline), a blank line, our signature line.
  std::string sign(std::string_view text) const;
  /// A key for something else, as lasting as ours and as secret: nobody finds ours by it.
  Secret derived_key(std::string_view purpose) const;

 private:
  Signer(std::string name, std::shared_ptr<evp_pkey_st> key) : name_(std::move(name)), key_(std::move(key)) {}
  std::string key_line() const;

  std::string name_;
  std::shared_ptr<evp_pkey_st> key_;
};

/// Checks notes against one known key.
class Verifier {
 public:
  static Result<Verifier> parse(std::string_view verifier_key);

  /// The note's text, if one of its signatures is by this key and right; bad_signature otherwise.
  Result<std::string> open(std::string_view note) const;

 private:
  Verifier(std::string name, std::string key_id, std::shared_ptr<evp_pkey_st> key)
      : name_(std::move(name)), key_id_(std::move(key_id)), key_(std::move(key)) {}

  std::string name_;
  std::string key_id_;  ///< four bytes
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace kigen::events
