#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"

struct evp_pkey_st;

namespace kigen::workers::ca::acme {

/// The key that an ACME account is: ECDSA on P-256 (RFC 8555 §6.2 asks CAs to take ES256). Any thread.
class AccountKey {
 public:
  /// Fails with account_unusable when the PEM holds no private key on P-256.
  static Result<AccountKey> from_pem(const Secret& pem);

  /// The public half as a JWK, members in the order of the thumbprint (RFC 7638 §3.2).
  const std::string& jwk() const { return jwk_; }
  /// base64url of the JWK's SHA-256 (RFC 7638).
  const std::string& thumbprint() const { return thumbprint_; }
  /// ES256 (RFC 7518 §3.4): R and S, 32 bytes each.
  std::string sign(std::string_view input) const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  std::string jwk_;
  std::string thumbprint_;
};

/// What the header of a request says besides the algorithm (RFC 8555 §6.2).
struct JwsHeader {
  std::string url = {};
  std::string nonce = {};
  std::string account_url = {};  ///< "kid"; empty = the key itself as "jwk"
};

/// The flattened JSON serialization (RFC 7515 §7.2.2) of `payload`, signed; an empty payload is POST-as-GET.
std::string signed_request(const AccountKey& key, const JwsHeader& header, std::string_view payload);

/// An external account binding (RFC 8555 §7.3.4): the account's JWK under HS256. Fails with account_unusable
/// when the MAC key is no base64url.
Result<std::string> external_binding(const std::string& key_id, const Secret& mac_key, const std::string& url,
                                     const AccountKey& key);

/// HS256 (RFC 7518 §3.2).
std::string hmac_sha256(std::string_view key, std::string_view input);
std::string sha256(std::string_view input);

}  // namespace kigen::workers::ca::acme
