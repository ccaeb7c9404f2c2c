#include "tests/simulation/hosts.hpp"

#include "tests/simulation/witness.hpp"

namespace kigen::simulation {

using namespace orchestrator;

namespace {

const WireErrors connecting{make_error_code(ssh_errc::connect_failed), make_error_code(ssh_errc::timed_out)};
const WireErrors talking{make_error_code(ssh_errc::connection_lost), make_error_code(ssh_errc::timed_out)};
const WireErrors probing{make_error_code(probe_errc::unreachable), make_error_code(probe_errc::timed_out)};

constexpr int killed = 137;  // 128 + SIGKILL, as a shell reports it

class Session final : public SshSession {
 public:
  Session(SimHost& host, SshTarget target, HostKey key, Wire& wire, Witness& witness)
      : host_(host),
        target_(std::make_shared<const SshTarget>(std::move(target))),
        key_(std::move(key)),
        wire_(wire),
        witness_(witness) {}

  const HostKey& host_key() const override { return key_; }

  Task<Result<>> log_in(Instant deadline) override {
    witness_.logged_in(target_->endpoint.host, key_);
    co_return co_await talk<void>(
        [&host = host_, target = target_]() -> Result<> {
          if (!host.lets_in(target->user, target->password))
            return fail(ssh_errc::login_failed, target->user);
          return {};
        },
        deadline);
  }
  Task<Result<CommandOutput>> run(std::vector<std::string> arguments, bool elevated, Secret input,
                                  Instant deadline) override {
    const bool as_other = elevated && target_->run_as != RunAs::login;
    witness_.working_on(target_->endpoint.host);
    auto output = co_await talk<CommandOutput>(
        [&host = host_, target = target_, as_other, arguments = std::move(arguments),
         input = std::move(input)]() -> Result<CommandOutput> {
          if (as_other && !host.elevates(target->execution_user, target->execution_password))
            return fail(ssh_errc::execution_id_failed, target->execution_user);
          return host.run(arguments, as_other, input.reveal());
        },
        deadline);
    if (output && wire_.random().chance(wire_.faults().cut_short)) cut_short(*output);
    co_return output;
  }

 private:
  /// A connection that broke stays broken.
  template <class T>
  Task<Result<T>> talk(std::function<Result<T>()> act, Instant deadline) {
    if (broken_) co_return fail(ssh_errc::connection_lost, "simulated");
    auto answer = co_await wire_.exchange<T>(std::move(act), talking, deadline);
    broken_ = !answer && (answer.error().code == talking.lost || answer.error().code == talking.late);
    co_return answer;
  }

  /// A shell that is killed when its work is done has not said all.
  void cut_short(CommandOutput& output) {
    if (!output.out.empty()) output.out.resize(wire_.random().below(output.out.size()));
    output.exit_code = killed;
  }

  SimHost& host_;
  std::shared_ptr<const SshTarget> target_;
  HostKey key_;
  Wire& wire_;
  Witness& witness_;
  bool broken_ = false;
};

Result<HostKey> accepted_key(const SimHost& host, const SshTarget& target) {
  if (target.pinned && *target.pinned != host.host_key())
    return fail(ssh_errc::host_key_changed, host.host_key().fingerprint);
  if (!target.pinned && !target.trust_on_first_use)
    return fail(ssh_errc::host_key_unknown, host.host_key().fingerprint);
  return host.host_key();
}

}  // namespace

Task<Result<std::unique_ptr<SshSession>>> SimSsh::connect(SshTarget target, Instant deadline) {
  const auto found = hosts_.find(target.endpoint.host);
  if (found == hosts_.end()) co_return fail(ssh_errc::connect_failed, target.endpoint.host);
  auto& host = *found->second;
  CO_TRY(auto key, co_await wire_.exchange<HostKey>([&host, target] { return accepted_key(host, target); },
                                                    connecting, deadline, Sender::must_stay));
  host.let_visitor_come();
  co_return std::make_unique<Session>(host, std::move(target), std::move(key), wire_, witness_);
}

Task<Result<HostKey>> SimSsh::scan(Endpoint endpoint, events::SshAlgorithms, Instant deadline) {
  co_return co_await wire_.exchange<HostKey>(
      [&hosts = hosts_, endpoint = std::move(endpoint)]() -> Result<HostKey> {
        const auto found = hosts.find(endpoint.host);
        if (found == hosts.end()) return fail(ssh_errc::connect_failed, endpoint.host);
        return found->second->host_key();
      },
      connecting, deadline, Sender::must_stay);
}

Task<Result<Served>> SimProbe::probe(Endpoint address, std::string server_name, std::string,
                                     Instant deadline) {
  co_return co_await wire_.exchange<Served>(
      [&hosts = hosts_, address = std::move(address),
       server_name = std::move(server_name)]() -> Result<Served> {
        const auto found = hosts.find(address.host);
        if (found == hosts.end()) return fail(probe_errc::unreachable, address.host);
        auto served = found->second->served(address, server_name);
        if (!served) return fail(probe_errc::unreachable, address.host);
        return *std::move(served);
      },
      probing, deadline, Sender::must_stay);
}

}  // namespace kigen::simulation
