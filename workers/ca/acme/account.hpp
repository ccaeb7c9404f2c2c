#pragma once

#include <utility>

#include "orchestrator/ports/certificate_authority.hpp"

namespace kigen::workers::ca::acme {

/// An ACME account at its CA.
struct AcmeAccount : orchestrator::AcmeCredentials {
  std::string account_url = {};
  std::string proxy = {};
};

inline AcmeAccount account_of(orchestrator::CaCredentials credentials) {
  auto& acme = std::get<orchestrator::AcmeCredentials>(credentials.ca);
  return {std::move(acme), std::move(credentials.account_url), std::move(credentials.proxy)};
}

}  // namespace kigen::workers::ca::acme
