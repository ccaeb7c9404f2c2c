#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/test_ca.hpp"

namespace kigen::tests {

/// A real ACME CA (pebble) on loopback, and the DNS server it asks (pebble-challtestsrv), where every name is
/// 127.0.0.1. Its usual moods (refused nonces, reused authorizations, sleeps) are off unless asked for.
class PebbleServer {
 public:
  struct Options {
    std::uint16_t http_port = 0;  ///< where it looks for http-01 answers
    std::map<std::string, std::string> external_keys =
        {};  ///< key id → base64url; when set, a binding is required
    std::vector<std::string> blocked_names = {};
    int refused_nonces_percent = 0;
    int reused_authorizations_percent = 0;
  };

  explicit PebbleServer(Options options);

  std::string directory_url() const;
  /// Trust this to speak with it.
  const std::string& root_pem() const { return ca_.root_pem(); }
  /// Forgets accounts, orders and its issuing root; comes back on the same port.
  void restart();
  /// A dns-01 hook program that changes the DNS server's records and notes each call in hook_calls().
  std::filesystem::path dns_hook() const { return folder_.path() / "hook"; }
  std::vector<std::string> hook_calls() const;
  /// What it wrote, for a test that fails.
  std::string log() const;

 private:
  void write_files();
  void start_dns();
  void start_pebble();

  Options options_;
  TempFolder folder_;
  TestCa ca_;
  std::uint16_t acme_port_;
  std::uint16_t management_port_;
  std::uint16_t dns_port_;
  std::uint16_t dns_management_port_;
  std::unique_ptr<ChildProcess> dns_;
  std::unique_ptr<ChildProcess> pebble_;
};

}  // namespace kigen::tests
