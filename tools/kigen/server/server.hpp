#pragma once

#include <memory>

#include "events/core/error.hpp"
#include "tools/kigen/server/config.hpp"

namespace kigen::tools {

/// The running product: every real part, built from the configuration and connected. One per process.
class Server {
 public:
  /// Opens log and vault, and begins to open the views; nothing else runs yet. Blocks.
  static Result<std::unique_ptr<Server>> open(const Config& config);
  ~Server();

  /// Serves until SIGTERM or SIGINT, then stops in order. Blocks.
  Result<> run();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace kigen::tools
