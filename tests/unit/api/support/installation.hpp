#pragma once

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/server/server.hpp"
#include "events/log/memory_log.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "orchestrator/vault/memory_vault.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/unsure_log.hpp"
#include "tests/support/virtual_clock.hpp"
#include "tests/unit/api/support/api_answer.hpp"

namespace kigen::tests {

inline constexpr std::string_view bootstrap_token = "kgnboot_of-the-tests";
inline constexpr std::string_view admin_password = "correct horse battery";
inline constexpr std::string_view user_password = "four quiet herons at dusk";

/// The API with a whole product behind it, on one thread and in virtual time; no sockets, no jobs.
class Installation {
 public:
  Installation();
  ~Installation();

  ApiAnswer send(std::string method, const std::string& target, std::string body = {}, Headers headers = {},
                 std::string peer = "203.0.113.7");
  /// The same with an admin's API token.
  ApiAnswer as_admin(std::string method, const std::string& target, std::string body = {},
                     Headers headers = {});
  /// Claims the first admin and makes an API token of it, once.
  const std::string& admin_token();
  /// An API token that may read only.
  std::string viewer_token();
  /// What the browser of a user with that role sends along; the user is "<role>@example.com".
  Headers log_in_as(std::string_view role);
  /// Their password is user_password.
  void make_user(const std::string& mail, std::string_view role);
  /// Id of a service called `name`.
  std::string create_service(const std::string& name);
  /// Id of a service that orders from a CA which nobody talks to.
  std::string create_ordering_service(const std::string& name);
  /// Id of a node of the service, on a host that nobody talks to.
  std::string create_node(const std::string& service, const std::string& name);

  /// The API anew, as after a restart: what it has in memory only is gone.
  void restart_api();
  std::filesystem::path sessions_file() const { return folder.path() / "sessions"; }
  std::filesystem::path bootstrap_file() const { return folder.path() / "bootstrap.sha256"; }

  /// Lets the policies do what follows from all that happened.
  void settle();

  template <class T>
  T run(Task<T> task) {
    return run_task(io, clock, std::move(task));
  }

  std::optional<unsigned> local_uid = {};  ///< requests come over the Unix socket, from this user
  TempFolder folder;
  asio::io_context io;
  VirtualClock clock;
  orchestrator::SystemRandom random;
  events::MemoryLog log;
  UnsureLog acknowledged_log{log};  ///< through which the orchestrator appends
  orchestrator::vault::MemoryVault vault;
  orchestrator::Troubles troubles{clock};
  std::unique_ptr<projections::Views> views;
  orchestrator::Orchestrator orchestrator{io.get_executor(), acknowledged_log, clock, random};
  std::unique_ptr<projections::Runner> runner;
  orchestrator::TaskGroup tasks{io.get_executor(), clock};
  std::unique_ptr<api::Server> server;

 private:
  /// Id of what a POST makes.
  std::string make(const std::string& target, const std::string& body);

  std::string admin_token_;
  std::string site_;
  std::string access_;
};

/// A text as a JSON string.
std::string json_text(std::string_view text);

/// The body of a login.
std::string login_body(std::string_view password, std::string_view mail = "admin@example.com");
/// What a browser sends along after logging in.
Headers browser(const ApiAnswer& session);

/// Authorization for an API token.
Headers bearer(const std::string& token);

}  // namespace kigen::tests
