#pragma once

#include "events/core/error.hpp"
#include "events/core/task.hpp"
#include "orchestrator/pki/csr_request.hpp"

namespace kigen::orchestrator {

/// Makes private keys and CSRs (R13); blocks for up to seconds on RSA, so it runs on a pool of its own.
class KeyMaker {
 public:
  virtual ~KeyMaker() = default;
  virtual Task<Result<KeyAndCsr>> make(CsrRequest request) = 0;
  /// A CSR for a key that exists. Fails for good when it is not of the kind that `request` wants.
  virtual Task<Result<std::string>> sign_csr(Secret key_pem, CsrRequest request) = 0;
};

}  // namespace kigen::orchestrator
