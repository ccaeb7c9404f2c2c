#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "events/core/instant.hpp"
#include "events/core/secret.hpp"

namespace kigen::simulation {

/// Thrown where a CA refuses (RFC 8555 §6.7).
struct AcmeProblem {
  unsigned status = 400;
  std::string type = "malformed";  ///< behind "urn:ietf:params:acme:error:"
  std::string detail = {};
  std::optional<Duration> retry_after = {};
};
inline AcmeProblem malformed(std::string what) { return {.detail = std::move(what)}; }

/// A public key on P-256.
struct AcmeKey {
  std::shared_ptr<EVP_PKEY> key;
  std::string thumbprint;  ///< RFC 7638
};

/// A JWS in flattened JSON (RFC 7515 §7.2.2), read and not yet believed.
struct SignedRequest {
  std::string algorithm = {};
  std::string url = {};
  std::string nonce = {};
  std::string key_id = {};          ///< "kid"; empty when the key itself is there
  std::optional<AcmeKey> key = {};  ///< "jwk"
  std::string payload = {};         ///< decoded
  std::string signing_input = {};
  std::string signature = {};
};

/// All of these throw AcmeProblem.
SignedRequest read_signed(std::string_view json);
/// ES256 (RFC 7518 §3.4).
void check_signature(const SignedRequest& request, const AcmeKey& key);
/// An external account binding (RFC 8555 §7.3.4): the account's key under HS256, for this URL.
void check_binding(std::string_view json, const std::string& url, const AcmeKey& account,
                   const std::map<std::string, Secret>& keys);

}  // namespace kigen::simulation
