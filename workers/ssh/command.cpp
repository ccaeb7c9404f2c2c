#include "workers/ssh/command.hpp"

#include "events/core/readable.hpp"
#include "workers/ssh/exec.hpp"
#include "workers/ssh/quote.hpp"
#include "workers/ssh/transcript.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::CommandOutput;
using orchestrator::RunAs;
using orchestrator::ssh_errc;
using orchestrator::SshTarget;

/// One command from its start to its exit code. The channel is closed by the caller when a step fails.
class Conversation {
 public:
  Conversation(Connection& connection, Exec& exec, const SshTarget& target, const std::string& marker,
               const Secret& input)
      : connection_(connection), exec_(exec), target_(target), marker_(marker), input_(input) {}

  Task<Result<CommandOutput>> plain() {
    if (input_.empty()) CO_TRY_DO(co_await exec_.send_eof());
    while (!exec_.ended()) {
      CO_TRY_DO(co_await exec_.read_more());
      CO_TRY_DO(co_await give_input(after_marker(exec_.out(), marker_).has_value()));
    }
    CO_TRY(const int code, co_await exec_.finish());
    auto out = after_marker(exec_.out(), marker_);
    if (!out) co_return not_begun(exec_.err().empty() ? exec_.out() : exec_.err());
    co_return CommandOutput{code, *std::move(out), after_marker(exec_.err(), marker_).value_or("")};
  }

  Task<Result<CommandOutput>> by_sudo() {
    const auto question = sudo_prompt(marker_);
    bool answered = false;
    while (!exec_.ended()) {
      CO_TRY_DO(co_await exec_.read_more());
      CO_TRY_DO(co_await give_input(after_marker(exec_.out(), marker_).has_value()));
      const auto asked = exec_.err().find(question);
      if (asked == std::string::npos) continue;
      if (exec_.err().find(question, asked + 1) != std::string::npos)
        co_return refused(words_of_sudo(exec_.err(), marker_));
      if (!answered) CO_TRY_DO(co_await give_password());
      answered = true;
    }
    CO_TRY(const int code, co_await exec_.finish());
    auto out = after_marker(exec_.out(), marker_);
    const auto from_sudo_on = after_marker(exec_.err(), marker_);
    const auto err = after_marker(from_sudo_on.value_or(""), marker_);
    if (!out) co_return refused(words_of_sudo(exec_.err(), marker_));
    co_return CommandOutput{code, *std::move(out), err.value_or("")};
  }

  Task<Result<CommandOutput>> by_su() {
    bool answered = false;
    while (!exec_.ended()) {
      CO_TRY_DO(co_await exec_.read_more());
      CO_TRY_DO(co_await give_input(su_began(exec_.out(), marker_)));
      if (answered || !su_asks(exec_.out(), marker_)) continue;
      CO_TRY_DO(co_await give_password());
      answered = true;
    }
    CO_TRY_DO(co_await exec_.finish());
    auto output = read_su(exec_.out(), marker_);
    if (!output && output.error().code == ssh_errc::execution_id_failed)
      co_return refused(output.error().detail);
    co_return output;
  }

 private:
  Task<Result<>> give_password() {
    auto line = target_.execution_password.reveal() + "\n";
    const auto sent = co_await exec_.write(line);
    wipe(line);
    co_return sent;
  }

  /// Once the program runs and nobody else reads.
  Task<Result<>> give_input(bool runs) {
    if (!runs || given_ || input_.empty()) co_return Result<>{};
    given_ = true;
    co_return co_await exec_.write(input_.reveal());
  }

  /// By a shell that lets nobody in (nologin), a forced command, a host that goes down.
  std::unexpected<Error> not_begun(std::string_view said) const {
    return fail(ssh_errc::session_refused,
                target_.user + " at " + connection_.host() + ": " + readable_end(said, told_bytes));
  }

  std::unexpected<Error> refused(std::string_view said) const {
    return fail(ssh_errc::execution_id_failed,
                target_.execution_user + " at " + connection_.host() + ": " + readable_end(said, told_bytes));
  }

  Connection& connection_;
  Exec& exec_;
  const SshTarget& target_;
  const std::string& marker_;
  const Secret& input_;
  bool given_ = false;
};

/// A line break would end the answer early, a leading '-' would be an option of su.
Result<> accept_execution_id(const SshTarget& target) {
  if (target.execution_user.empty() || target.execution_user.starts_with('-'))
    return fail(ssh_errc::execution_id_failed, "\"" + target.execution_user + "\" is no user name");
  if (target.execution_password.reveal().find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos)
    return fail(ssh_errc::execution_id_failed, "a password cannot hold a line break or NUL");
  return {};
}

std::string script_for(RunAs run_as, const std::string& command, const std::string& marker,
                       const SshTarget& target, Input input) {
  switch (run_as) {
    case RunAs::login:
      return plain_script(command, marker);
    case RunAs::su:
      return su_script(command, marker, target, input);
    case RunAs::sudo:
      return sudo_script(command, marker, target);
  }
  return {};
}

Task<Result<CommandOutput>> converse(Conversation& conversation, RunAs run_as) {
  switch (run_as) {
    case RunAs::login:
      co_return co_await conversation.plain();
    case RunAs::su:
      co_return co_await conversation.by_su();
    case RunAs::sudo:
      co_return co_await conversation.by_sudo();
  }
  co_return CommandOutput{};
}

}  // namespace

Task<Result<CommandOutput>> run_command(Connection& connection, const SshTarget& target,
                                        std::vector<std::string> arguments, bool elevated, Secret input,
                                        std::string marker) {
  const auto run_as = elevated ? target.run_as : RunAs::login;
  CO_TRY(const auto command, command_line(arguments));
  if (run_as != RunAs::login) CO_TRY_DO(accept_execution_id(target));
  const auto comes = input.empty() ? Input::none : Input::comes;
  const auto terminal = run_as == RunAs::su ? Terminal::pty : Terminal::none;
  CO_TRY(const auto exec,
         co_await Exec::start(connection, script_for(run_as, command, marker, target, comes), terminal));
  Conversation conversation(connection, *exec, target, marker, input);
  auto output = co_await converse(conversation, run_as);
  if (!output) co_await exec->abandon();
  co_return output;
}

}  // namespace kigen::workers::ssh
