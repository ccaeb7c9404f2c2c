#include "workers/ssh/login.hpp"

#include <cstring>
#include <string>
#include <string_view>

#include "orchestrator/pki/login_key.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;
using orchestrator::SshTarget;

unsigned length(const std::string& text) { return static_cast<unsigned>(text.size()); }

/// Answers a login's one hidden question with the password, and nothing else.
void answer_question(const char*, int, const char*, int, int count,
                     const LIBSSH2_USERAUTH_KBDINT_PROMPT* prompts,
                     LIBSSH2_USERAUTH_KBDINT_RESPONSE* responses, void** connection) {
  const auto* answer = static_cast<Connection*>(*connection)->answer();
  if (count != 1 || prompts[0].echo || answer == nullptr) return;
  responses[0].text = strdup(answer->reveal().c_str());  // libssh2 frees it
  responses[0].length = length(answer->reveal());
}

class Login {
 public:
  Login(Connection& connection, const SshTarget& target) : connection_(connection), target_(target) {}

  Task<Result<>> run() {
    if (!target_.private_key.empty())
      if (const auto usable = orchestrator::pki::check_login_key(target_.private_key); !usable)
        co_return fail(ssh_errc::unsupported_key, usable.error().detail);
    CO_TRY(const auto allowed, co_await allowed_methods());
    if (libssh2_userauth_authenticated(session_)) co_return Result<>{};
    if (!target_.private_key.empty() && allowed.contains("publickey")) {
      CO_TRY(const bool in, co_await attempt("private key", [this] { return with_key(); }));
      if (in) co_return Result<>{};
    }
    if (!target_.password.empty() && allowed.contains("password")) {
      CO_TRY(const bool in, co_await attempt("password", [this] { return with_password(); }));
      if (in) co_return Result<>{};
    }
    // One wrong password counts once against an account's lock: it is not sent by the other way as well.
    if (!target_.password.empty() && !allowed.contains("password") &&
        allowed.contains("keyboard-interactive")) {
      CO_TRY(const bool in, co_await attempt("keyboard-interactive", [this] { return with_question(); }));
      if (in) co_return Result<>{};
    }
    co_return refused(allowed);
  }

 private:
  /// What the host takes, as a comma-separated list.
  Task<Result<std::string>> allowed_methods() {
    CO_TRY(const char* list, co_await connection_.until_ready([this] {
      return libssh2_userauth_list(session_, target_.user.data(), length(target_.user));
    }));
    if (list == nullptr && !libssh2_userauth_authenticated(session_))
      co_return fail(connection_.failure(ssh_errc::login_failed, target_.user));
    co_return list == nullptr ? std::string() : std::string(list);
  }

  /// False when the host said no; an error when the connection is gone.
  template <class Method>
  Task<Result<bool>> attempt(const char* name, Method method) {
    tried_ += (tried_.empty() ? "" : " and ") + std::string(name);
    CO_TRY(const int rc, co_await connection_.until_ready(method));
    if (rc == 0) co_return true;
    const auto error = connection_.failure(ssh_errc::login_failed, target_.user);
    if (error.code == ssh_errc::connection_lost) co_return fail(error);
    co_return false;
  }

  int with_key() {
    const auto& key = target_.private_key.reveal();
    return libssh2_userauth_publickey_frommemory(session_, target_.user.data(), target_.user.size(), nullptr,
                                                 0, key.data(), key.size(), nullptr);
  }

  int with_password() {
    const auto& password = target_.password.reveal();
    return libssh2_userauth_password_ex(session_, target_.user.data(), length(target_.user), password.data(),
                                        length(password), nullptr);
  }

  int with_question() {
    connection_.answer_with(&target_.password);
    const int rc = libssh2_userauth_keyboard_interactive_ex(session_, target_.user.data(),
                                                            length(target_.user), &answer_question);
    connection_.answer_with(nullptr);
    return rc;
  }

  std::unexpected<Error> refused(const std::string& allowed) const {
    const auto who = target_.user + " at " + connection_.host();
    if (tried_.empty())
      return fail(ssh_errc::login_failed,
                  who + ": the host takes " + allowed + ", the access has nothing of that kind");
    return fail(ssh_errc::login_failed,
                who + ": its " + tried_ + " was not taken (the host takes " + allowed + ")");
  }

  Connection& connection_;
  const SshTarget& target_;
  LIBSSH2_SESSION* session_ = connection_.session();
  std::string tried_;
};

}  // namespace

Task<Result<>> log_in(Connection& connection, const SshTarget& target) {
  Login login(connection, target);
  co_return co_await login.run();
}

}  // namespace kigen::workers::ssh
