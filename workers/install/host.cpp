#include "workers/install/host.hpp"

#include <string_view>

#include "events/core/readable.hpp"

namespace kigen::workers::install {
namespace {

using orchestrator::HostKey;
using orchestrator::install_errc;
using orchestrator::ssh_errc;
using orchestrator::SshSession;

constexpr std::size_t told_bytes = 800;

/// The end of what a command said, on one line.
std::string last_words(std::string_view out, std::string_view err) {
  const auto said = err.find_first_not_of(" \r\n") == std::string_view::npos ? out : err;
  return readable_end(said, told_bytes);
}

bool is_wrong_secret(const Error& error) {
  return error.code == ssh_errc::login_failed || error.code == ssh_errc::unsupported_key;
}

/// Whether the host's identity is what keeps us from logging in.
bool is_refusal(const Error& error) {
  return error.code == ssh_errc::host_key_unknown || error.code == ssh_errc::host_key_changed;
}

}  // namespace

Host::Host(orchestrator::Ssh& ssh, orchestrator::Clock& clock, const orchestrator::InstallPlan& plan)
    : ssh_(ssh),
      clock_(clock),
      target_(target_of(plan)),
      connect_timeout_(plan.connect_timeout),
      command_timeout_(plan.command_timeout),
      note_(plan.note_host_key),
      check_(plan.check_host_key) {}

Task<Result<HostKey>> Host::connect() {
  forget();
  auto session = co_await ssh_.connect(target_, clock_.now() + connect_timeout_);
  if (!session) {
    if (is_refusal(session.error())) CO_TRY_DO(co_await note_refused());
    co_return fail(std::move(session.error()));
  }
  const auto key = (*session)->host_key();
  if (!target_.pinned && note_) CO_TRY_DO(co_await note_(key));
  target_.pinned = key;
  session_ = *std::move(session);
  co_return key;
}

/// Looks at the identity once more, so that a person can confirm it. A host that is gone now changes nothing.
Task<Result<>> Host::note_refused() {
  const auto shown =
      co_await ssh_.scan(target_.endpoint, target_.algorithms, clock_.now() + connect_timeout_);
  if (shown && note_) CO_TRY_DO(co_await note_(*shown));
  co_return Result<>{};
}

/// A connection that saw a login fail is not used again: hosts close it after some.
Task<Result<>> Host::log_in() {
  if (login_refused_) co_return fail(*login_refused_);
  if (!session_) CO_TRY_DO(co_await connect());
  if (check_) {
    auto still_known = co_await check_(session_->host_key());
    if (!still_known) {
      forget();
      co_return still_known;
    }
  }
  auto entered = co_await session_->log_in(clock_.now() + connect_timeout_);
  logged_in_ = entered.has_value();
  if (!entered) {
    if (is_wrong_secret(entered.error())) login_refused_ = entered.error();
    forget();
  }
  co_return entered;
}

Task<Result<SshSession*>> Host::session() {
  if (!logged_in_) CO_TRY_DO(co_await log_in());
  co_return session_.get();
}

void Host::learn_from(const Error& error) {
  if (!orchestrator::began_nothing(error)) ++commands_begun_;
  if (error.code == ssh_errc::execution_id_failed) execution_refused_ = error;
  const bool is_lost = error.code == ssh_errc::connection_lost || error.code == ssh_errc::timed_out;
  if (is_lost || error.code == ssh_errc::session_refused) forget();
}

Task<Result<std::string>> Host::run_script(std::string script, std::vector<std::string> arguments,
                                           Rights rights, install_errc failure, Effect effect) {
  co_return co_await run({std::move(script), std::move(arguments)}, rights, failure, effect);
}

Task<Result<>> Host::send(const std::string& folder, const std::vector<SentFile>& files,
                          install_errc failure) {
  Script script{script::receive, arguments_of(folder, files), input_of(files)};
  CO_TRY_DO(co_await run(std::move(script), Rights::execution, failure, Effect::changes));
  co_return Result<>{};
}

Task<Result<std::string>> Host::run(Script script, Rights rights, install_errc failure, Effect effect) {
  if (rights == Rights::execution && execution_refused_) co_return fail(*execution_refused_);
  CO_TRY(auto* session, co_await session());
  std::vector<std::string> command{"sh", "-c", std::move(script.text), "kigen"};
  command.insert(command.end(), script.arguments.begin(), script.arguments.end());
  auto output = co_await session->run(std::move(command), rights == Rights::execution,
                                      std::move(script.input), deadline());
  if (!output) {
    learn_from(output.error());
    co_return fail(std::move(output.error()));
  }
  if (effect == Effect::changes) ++commands_begun_;
  if (output->exit_code != 0) co_return fail(failure, last_words(output->out, output->err));
  co_return std::move(output->out);
}

}  // namespace kigen::workers::install
