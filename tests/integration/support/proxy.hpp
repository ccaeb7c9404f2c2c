#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/support/temp_folder.hpp"

namespace kigen::tests {

/// A real HTTP proxy (tinyproxy) on loopback that allows CONNECT to one port.
class Proxy {
 public:
  explicit Proxy(std::uint16_t connect_port);
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy();
  /// "host:port"
  const std::string& address() const { return address_; }

 private:
  TempFolder folder_;
  std::string address_;
  pid_t process_ = -1;
};

}  // namespace kigen::tests
