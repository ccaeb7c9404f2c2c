#pragma once

#include <array>
#include <string>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "events/core/task.hpp"
#include "events/service_events.hpp"

namespace kigen::orchestrator {

struct CsrRequest {
  events::KeyParameters key = {};
  events::Subject subject = {};
  std::string common_name = {};
  std::vector<std::string> names = {};  ///< SAN entries
};

struct KeyAndCsr {
  Secret key_pem = {};  ///< PKCS#8
  std::string csr_pem = {};
  std::string public_key_sha256 = {};  ///< hex of the SubjectPublicKeyInfo's hash
};

/// Makes private keys and CSRs (R13); blocks for up to seconds on RSA, so it runs on a pool of its own.
class KeyMaker {
 public:
  virtual ~KeyMaker() = default;
  virtual Task<Result<KeyAndCsr>> make(CsrRequest request) = 0;
  /// A CSR for a key that exists.
  virtual Task<Result<std::string>> sign_csr(Secret key_pem, CsrRequest request) = 0;
};

}  // namespace kigen::orchestrator
