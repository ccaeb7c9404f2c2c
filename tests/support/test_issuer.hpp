#pragma once

#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "events/core/instant.hpp"
#include "events/core/secret.hpp"

namespace kigen::tests {

/// A certificate issuer for tests of chains: root or intermediate, hostile names and fixed dates, made in
/// memory.
class TestIssuer {
 public:
  static TestIssuer root(const std::string& name);
  TestIssuer intermediate(const std::string& name) const;
  /// Has a certificate from this one, but none that may issue others.
  TestIssuer impostor(const std::string& name) const;
  /// A further certificate of `other`'s name and key, from this one.
  std::string cross_sign(const TestIssuer& other) const;

  struct Issued {
    std::string certificate_pem;
    Secret key_pem;
  };
  struct Wish {
    std::string common_name = {};
    std::vector<std::string> names = {};
    Instant from = Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
    Instant until = Instant(std::chrono::sys_days(std::chrono::year(2036) / 1 / 1));
    std::uint64_t serial = 0;  ///< 0 = the next of this process
  };
  Issued issue(const Wish& wish) const;
  /// For a key that somebody else holds, as a CA does.
  std::string certify(EVP_PKEY* key, const Wish& wish) const;
  const std::string& pem() const { return pem_; }

 private:
  TestIssuer() = default;
  TestIssuer certified(const std::string& name, bool may_issue) const;
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
  std::string pem_;
};

}  // namespace kigen::tests
