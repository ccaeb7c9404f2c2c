#include "workers/ssh/libssh2_ssh.hpp"

#include <array>
#include <utility>

#include "orchestrator/runtime/with_deadline.hpp"
#include "workers/ssh/command.hpp"
#include "workers/ssh/connection.hpp"
#include "workers/ssh/dial.hpp"
#include "workers/ssh/handshake.hpp"
#include "workers/ssh/login.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::Clock;
using orchestrator::CommandOutput;
using orchestrator::Endpoint;
using orchestrator::HostKey;
using orchestrator::Random;
using orchestrator::ssh_errc;
using orchestrator::SshSession;
using orchestrator::SshTarget;

/// with_deadline, whose end is told in SSH's own words.
template <class T>
Task<Result<T>> in_time(Clock& clock, Instant deadline, std::string what, Task<Result<T>> operation) {
  auto outcome = co_await orchestrator::with_deadline(clock, deadline, std::move(operation));
  if (!outcome && outcome.error().code == std::errc::timed_out)
    co_return fail(ssh_errc::timed_out, std::move(what));
  co_return outcome;
}

std::string random_marker(Random& random) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::uint8_t, 12> bytes{};
  random.fill(bytes);
  std::string marker = "kigen";
  for (const auto byte : bytes) marker.append({digits[byte >> 4], digits[byte & 15]});
  return marker;
}

class Session final : public SshSession {
 public:
  Session(std::unique_ptr<Connection> connection, HostKey host_key, SshTarget target, Clock& clock,
          Random& random)
      : connection_(std::move(connection)),
        host_key_(std::move(host_key)),
        target_(std::move(target)),
        clock_(clock),
        random_(random) {}

  const HostKey& host_key() const override { return host_key_; }

  Task<Result<>> log_in(Instant deadline) override {
    co_return co_await in_time(clock_, deadline, connection_->host() + ": logging in",
                               ssh::log_in(*connection_, target_));
  }

  Task<Result<CommandOutput>> run(std::vector<std::string> arguments, bool elevated, Secret input,
                                  Instant deadline) override {
    auto what = connection_->host() + ": " + (arguments.empty() ? "" : arguments[0]);
    co_return co_await in_time(clock_, deadline, std::move(what),
                               run_command(*connection_, target_, std::move(arguments), elevated,
                                           std::move(input), random_marker(random_)));
  }

 private:
  std::unique_ptr<Connection> connection_;
  HostKey host_key_;
  SshTarget target_;
  Clock& clock_;
  Random& random_;
};

}  // namespace

Task<Result<HostKey>> Libssh2Ssh::scan_host(Endpoint endpoint, events::SshAlgorithms algorithms,
                                            Instant deadline) {
  CO_TRY(const auto connection, co_await dial(dialer_, clock_, std::move(endpoint), deadline));
  co_return co_await shake_hands(*connection, algorithms, std::nullopt);
}

Task<Result<std::unique_ptr<SshSession>>> Libssh2Ssh::reach(SshTarget target, Instant deadline) {
  CO_TRY(auto connection, co_await dial(dialer_, clock_, target.endpoint, deadline));
  CO_TRY(auto host_key, co_await shake_hands(*connection, target.algorithms, target.pinned));
  CO_TRY_DO(accept_host_key(host_key, target));
  co_return std::make_unique<Session>(std::move(connection), std::move(host_key), std::move(target), clock_,
                                      random_);
}

Task<Result<std::unique_ptr<SshSession>>> Libssh2Ssh::connect(SshTarget target, Instant deadline) {
  auto what = orchestrator::to_text(target.endpoint) + ": connecting";
  co_return co_await in_time(clock_, deadline, std::move(what), reach(std::move(target), deadline));
}

Task<Result<HostKey>> Libssh2Ssh::scan(Endpoint endpoint, events::SshAlgorithms algorithms,
                                       Instant deadline) {
  auto what = orchestrator::to_text(endpoint) + ": reading the host key";
  co_return co_await in_time(clock_, deadline, std::move(what),
                             scan_host(std::move(endpoint), algorithms, deadline));
}

}  // namespace kigen::workers::ssh
