#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/ports/https.hpp"

namespace kigen::tools {

/// Where the server is and who we are there.
struct ClientOptions {
  std::string url = "https://127.0.0.1:8443";
  std::string token_file = {};  ///< API token; else the environment's KIGEN_TOKEN
  std::string trust_file = {};  ///< PEM to trust besides the system's; else KIGEN_TRUST
  std::string socket = {};      ///< the server's Unix socket, instead of the URL
  unsigned timeout_s = 60;
};

/// An answer of the server that is not 2xx, as the user should read it.
/// changed: refused, as what was to be changed is not what was read any more.
enum class client_errc { refused = 1, unreachable, malformed, file, changed };
std::error_code make_error_code(client_errc code);

struct ClientAnswer {
  boost::json::value body;
  std::string text;  ///< as it came
  std::string etag;
};

/// Talks to a running Kigen over its REST API; one request at a time, blocking. For the command line only.
class ClientSession {
 public:
  static Result<std::unique_ptr<ClientSession>> open(const ClientOptions& options);
  ~ClientSession();

  Result<ClientAnswer> get(std::string_view path);
  /// `etag` empty = no If-Match.
  Result<ClientAnswer> send(std::string_view method, std::string_view path, const boost::json::value* body,
                            std::string_view etag = {});
  /// From here on requests go out as this user, by session cookie.
  Result<> log_in(const std::string& mail, const Secret& password);
  /// Blocks the calling thread.
  void pause(std::chrono::milliseconds duration);

 private:
  struct Parts;
  explicit ClientSession(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// A whole file, or standard input for "-"; at most 1 MiB.
Result<std::string> read_input(const std::string& file);
/// The same for a secret: refuses a file that others may read.
Result<std::string> read_secret_input(const std::string& file);

}  // namespace kigen::tools

template <>
struct std::is_error_code_enum<kigen::tools::client_errc> : std::true_type {};
