#pragma once

#include <string>
#include <vector>

#include "events/core/secret.hpp"
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

}  // namespace kigen::orchestrator
