#pragma once

#include <map>
#include <string_view>

#include "orchestrator/ports/certificate_authority.hpp"

namespace kigen::workers::ca {

/// Which part speaks with which kind of CA, by the word of its settings; filled once at start-up.
class CaRegistry {
 public:
  void add(std::string_view kind, orchestrator::CertificateAuthority& authority) {
    authorities_[kind] = &authority;
  }
  /// Null when this build has no part for the kind.
  orchestrator::CertificateAuthority* find(std::string_view kind) const {
    const auto found = authorities_.find(kind);
    return found == authorities_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::string_view, orchestrator::CertificateAuthority*> authorities_;
};

}  // namespace kigen::workers::ca
