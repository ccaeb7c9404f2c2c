#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/command.hpp"
#include "tests/simulation/process.hpp"

namespace kigen::simulation {

/// The people at the console, and fate: what they know, what they were told, what they do next. They outlive
/// the processes, and repeat a command whose answer a crash took away.
class People {
 public:
  struct Acknowledged {
    std::string command_id;
    Position position;
  };

  People(const Surroundings& around, SimRandom random);

  /// Acts until cancelled or the process goes; begins with making the installation if there is none.
  Task<Result<>> live(Process& process);
  /// No more mischief: hosts are as they should be, and people trust them again.
  Task<Result<>> settle(Process& process);

  const std::vector<Acknowledged>& acknowledged() const { return acknowledged_; }
  /// A short history of what was done, newest last.
  const std::vector<std::string>& trace() const { return trace_; }
  std::optional<Duration> wanted_jump() { return std::exchange(jump_, std::nullopt); }

 private:
  struct Wish {
    std::string command_id;
    orchestrator::Command command;
  };
  void plan_installation();
  void wish(orchestrator::Command command);
  // What they want next, as they see the world: people_commands.cpp.
  std::optional<orchestrator::Command> next_command(const orchestrator::World& world);
  orchestrator::Command order_or_apply();
  orchestrator::Command change_node(const orchestrator::World& world);
  orchestrator::Command change_access(const orchestrator::World& world);
  orchestrator::Command change_service(const orchestrator::World& world);
  std::optional<orchestrator::Command> cancel_or_retry(const orchestrator::World& world);
  orchestrator::Command drop_or_retry(const orchestrator::Job& job);
  std::optional<orchestrator::Command> confirm_host_key(const orchestrator::World& world);
  events::ServiceSettings service_settings();
  events::AccessSettings access_settings(std::size_t number);
  events::NodeSettings node_settings(std::size_t number) const;
  void tempt_fate();
  Task<Result<>> send(Process& process);
  Task<Result<>> put_secrets(Process& process);

  Surroundings around_;
  SimRandom random_;
  SimRandom ids_;
  std::vector<Wish> wishes_;  // next last
  ServiceId service_ = {};
  std::vector<NodeId> nodes_;       // of each host
  std::vector<AccessId> accesses_;  // to each host
  CaAccountId account_ = {};
  SiteId site_ = {};
  SecretRef login_ = {};
  SecretRef elevation_ = {};
  std::vector<std::pair<SecretRef, Secret>> secrets_;
  std::vector<Acknowledged> acknowledged_;
  std::vector<std::string> trace_;
  std::optional<Duration> jump_;
  unsigned commands_ = 0;
};

/// Where the n-th host listens.
std::string address_of(std::size_t number);
inline constexpr std::string_view planted = "PLANTED-SECRET";

}  // namespace kigen::simulation
