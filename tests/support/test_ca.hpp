#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "events/core/secret.hpp"

namespace kigen::tests {

struct TestCertificate {
  std::string chain_pem = {};  ///< leaf alone: the root has no intermediate
  Secret key_pem = {};
};

/// What a test wants in a leaf.
struct TestLeaf {
  std::vector<std::string> names = {};                   ///< DNS names, and IP addresses as "IP:127.0.0.1"
  std::chrono::seconds starts = std::chrono::hours(-1);  ///< from now
  std::chrono::seconds ends = std::chrono::hours(24);
  std::size_t padding_bytes = 0;  ///< of a comment extension, to make it large
};

/// A root certificate in memory that issues what tests need; P-256, real time.
class TestCa {
 public:
  TestCa();
  ~TestCa();
  const std::string& root_pem() const { return root_pem_; }
  TestCertificate issue(const TestLeaf& leaf) const;

 private:
  struct Root;
  std::unique_ptr<Root> root_;
  std::string root_pem_;
};

}  // namespace kigen::tests
