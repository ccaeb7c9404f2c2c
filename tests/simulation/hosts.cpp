#include "tests/simulation/hosts.hpp"

#include "tests/simulation/witness.hpp"

namespace kigen::simulation {

using namespace orchestrator;

namespace {

const WireErrors connecting{make_error_code(ssh_errc::connect_failed), make_error_code(ssh_errc::timed_out)};
const WireErrors talking{make_error_code(ssh_errc::connection_lost), make_error_code(ssh_errc::timed_out)};
const WireErrors probing{make_error_code(probe_errc::unreachable), make_error_code(probe_errc::timed_out)};

class Session final : public SshSession {
 public:
  Session(SimHost& host, SshTarget target, Wire& wire)
      : host_(host), target_(std::move(target)), key_(host.host_key()), wire_(wire) {}

  const HostKey& host_key() const override { return key_; }

  Task<Result<CommandOutput>> run(std::vector<std::string> arguments, bool elevated,
                                  Instant deadline) override {
    co_return co_await talk<CommandOutput>(
        [&]() -> Result<CommandOutput> {
          if (elevated && target_.run_as != RunAs::login &&
              !host_.elevates(target_.execution_user, target_.execution_password))
            return fail(ssh_errc::execution_id_failed, target_.execution_user);
          return host_.run(arguments, elevated && target_.run_as != RunAs::login);
        },
        deadline);
  }
  Task<Result<>> write_file(std::string path, std::string bytes, unsigned mode, Instant deadline) override {
    co_return co_await talk<void>([&] { return host_.write_file(path, bytes, mode); }, deadline);
  }
  Task<Result<std::string>> read_file(std::string path, std::size_t max_bytes, Instant deadline) override {
    co_return co_await talk<std::string>([&] { return host_.read_file(path, max_bytes); }, deadline);
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

  SimHost& host_;
  SshTarget target_;
  HostKey key_;
  Wire& wire_;
  bool broken_ = false;
};

Result<std::unique_ptr<SshSession>> log_in(SimHost& host, const SshTarget& target, Wire& wire,
                                           Witness& witness) {
  if (target.pinned && *target.pinned != host.host_key())
    return fail(ssh_errc::host_key_changed, host.host_key().fingerprint);
  if (!target.pinned && !target.trust_on_first_use)
    return fail(ssh_errc::host_key_unknown, host.host_key().fingerprint);
  witness.logged_in(target.endpoint.host, host.host_key());
  if (!host.lets_in(target.user, target.password)) return fail(ssh_errc::login_failed, target.user);
  return std::make_unique<Session>(host, target, wire);
}

}  // namespace

Task<Result<std::unique_ptr<SshSession>>> SimSsh::open(SshTarget target, Instant deadline) {
  co_return co_await wire_.exchange<std::unique_ptr<SshSession>>(
      [this, &target]() -> Result<std::unique_ptr<SshSession>> {
        const auto found = hosts_.find(target.endpoint.host);
        if (found == hosts_.end()) return fail(ssh_errc::connect_failed, target.endpoint.host);
        return log_in(*found->second, target, wire_, witness_);
      },
      connecting, deadline);
}

Task<Result<HostKey>> SimSsh::scan(Endpoint endpoint, Instant deadline) {
  co_return co_await wire_.exchange<HostKey>(
      [this, &endpoint]() -> Result<HostKey> {
        const auto found = hosts_.find(endpoint.host);
        if (found == hosts_.end()) return fail(ssh_errc::connect_failed, endpoint.host);
        return found->second->host_key();
      },
      connecting, deadline);
}

Task<Result<Served>> SimProbe::probe(Endpoint address, std::string server_name, std::string,
                                     Instant deadline) {
  co_return co_await wire_.exchange<Served>(
      [this, &address, &server_name]() -> Result<Served> {
        const auto found = hosts_.find(address.host);
        if (found == hosts_.end()) return fail(probe_errc::unreachable, address.host);
        auto served = found->second->served(address, server_name);
        if (!served) return fail(probe_errc::unreachable, address.host);
        return *std::move(served);
      },
      probing, deadline);
}

}  // namespace kigen::simulation
