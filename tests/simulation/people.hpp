#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/command.hpp"
#include "orchestrator/runtime/signal.hpp"
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
    std::optional<std::size_t> colleague = {};  ///< who wants it; none: somebody who sees everything
  };
  /// What is served under one name, by the hosts whose number it is.
  struct Site {
    std::string name;
    ServiceId service;
    UserGroupId home;  ///< where the service is made; it may be moved
  };
  struct Admin {
    std::string mail;
    UserId id;
  };
  /// An admin who sees and manages the services of some groups.
  using Colleague = Admin;
  /// Those who act at the same moment.
  struct Crowd {
    explicit Crowd(const asio::any_io_executor& loop) : somebody_left(loop) {}
    std::size_t members = 0;
    orchestrator::Signal somebody_left;
  };
  void plan_installation();
  void plan_colleagues();
  void wish(orchestrator::Command command);
  orchestrator::Context context_of(const Wish& wish);
  // What they want next, as they see the world: people_commands.cpp.
  void recognize(const orchestrator::World& world);
  std::optional<orchestrator::Command> next_command(const orchestrator::World& world);
  orchestrator::Command order_or_apply();
  orchestrator::Command change_node(const orchestrator::World& world);
  orchestrator::Command change_access(const orchestrator::World& world);
  orchestrator::Command change_kept(const orchestrator::World& world);
  orchestrator::Command change_user(const orchestrator::World& world);
  orchestrator::Command change_colleague(const orchestrator::World& world);
  std::vector<UserGroupId> some_groups();
  orchestrator::Command change_service(const orchestrator::World& world);
  std::optional<orchestrator::Command> cancel_or_retry_order(const orchestrator::World& world);
  std::optional<orchestrator::Command> cancel_or_retry(const orchestrator::World& world);
  orchestrator::Command drop_or_retry(const orchestrator::Job& job);
  SecretRef type_again(const std::string& text);
  std::optional<orchestrator::Command> confirm_host_key(const orchestrator::World& world);
  events::ServiceSettings service_settings(const Site& site);
  events::AccessSettings access_settings(std::size_t number);
  events::NodeSettings node_settings(std::size_t number) const;
  Site& site_of(std::size_t host) { return sites_[host % sites_.size()]; }
  Site& some_site() { return sites_[random_.below(sites_.size())]; }
  void tempt_fate(Process& process);
  void change_identity(SimHost& host);
  Task<Result<>> confirm_at_once(Process& process);
  void tempt_files(FileSystem& files);
  void say(const std::string& what);
  void want(std::size_t count);
  Task<Result<>> send(Process& process);
  Task<Result<>> send_together(Process& process);
  void join(const std::shared_ptr<Crowd>& crowd, Process& process, const Wish& wish);
  Task<Result<>> take_part(std::shared_ptr<Crowd> crowd, Process& process, Wish wish);
  Task<Result<orchestrator::Receipt>> ask(Process& process, const Wish& wish);
  Task<Result<>> pursue(Process& process, Wish wish);
  void note(const Wish& wish, const Result<orchestrator::Receipt>& receipt);
  Task<Result<>> send_again(Process& process);
  Task<Result<>> look_around(Process& process);
  Task<Result<>> look_at_it(Process& process, Position written);
  Task<Result<>> put_secrets(Process& process);

  Surroundings around_;
  SimRandom random_;
  SimRandom ids_;
  std::vector<Wish> wishes_;   // next last
  std::vector<Wish> granted_;  // the last few that changed something
  std::vector<UserGroupId> groups_ = {first_group};
  std::vector<Colleague> colleagues_;  // in histories with more than one group
  std::vector<Site> sites_;
  std::vector<NodeId> nodes_;       // of each host
  std::vector<AccessId> accesses_;  // to each host
  std::vector<CaAccountId> accounts_;
  std::vector<Admin> admins_;
  SiteId place_ = {};
  SecretRef login_ = {};
  SecretRef elevation_ = {};
  std::vector<std::pair<SecretRef, Secret>> secrets_;  // that are yet to be put
  std::vector<Acknowledged> acknowledged_;
  std::vector<std::string> trace_;
  std::optional<Duration> jump_;
  bool together_ = false;  // the wishes are to be sent at the same moment
  bool is_planned_ = false;
  unsigned commands_ = 0;
};

/// Where the n-th host listens, and what it is called.
std::string address_of(std::size_t number);
std::string name_of(std::size_t number);
inline constexpr std::string_view planted = "PLANTED-SECRET";
inline const std::string planted_login = std::string(planted) + "-login";
inline const std::string planted_root = std::string(planted) + "-root";

}  // namespace kigen::simulation
