#pragma once

#include <map>

#include "events/ca_account_events.hpp"
#include "orchestrator/ports/certificate_authority.hpp"

namespace kigen::workers::ca {

/// Which part speaks with which kind of CA; filled once at start-up.
class CaRegistry {
 public:
  void add(events::CaKind kind, orchestrator::CertificateAuthority& authority) {
    authorities_[kind] = &authority;
  }
  /// Null when this build has no part for the kind.
  orchestrator::CertificateAuthority* find(events::CaKind kind) const {
    const auto found = authorities_.find(kind);
    return found == authorities_.end() ? nullptr : found->second;
  }

 private:
  std::map<events::CaKind, orchestrator::CertificateAuthority*> authorities_;
};

}  // namespace kigen::workers::ca
