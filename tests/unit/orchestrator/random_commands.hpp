#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "orchestrator/command.hpp"
#include "orchestrator/states.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator::testing {

/// What people and workers might send next, as they see a World: mostly what makes sense there, now and then
/// what does not. There is so little in that World that everything soon has to do with everything else.
class RandomCommands {
 public:
  /// `pick`: some number from 0 on that is smaller than the one it is given.
  explicit RandomCommands(std::function<int(int)> pick) : pick_(std::move(pick)) {}

  /// What there is before anything else.
  std::vector<Command> foundations();
  Command next(const World& world, Instant now);

 private:
  template <class T>
  T one_of(std::initializer_list<T> values) {
    return values.begin()[pick_(static_cast<int>(values.size()))];
  }
  template <class SomeId>
  SomeId fresh();

  const Service* some_service(const World& world);
  const Node* some_node(const World& world);
  SiteId some_site(const World& world);
  UserGroupId some_group(const World& world);
  AccessId some_access(const World& world);
  std::optional<CaAccountId> some_account(const World& world);

  Command about_place(const World& world);
  Command about_access(const World& world);
  Command about_account(const World& world);
  Command about_user(const World& world);
  Command about_service(const World& world);
  Command about_generation(const World& world);
  Command about_node(const World& world);
  Command about_order(const World& world);
  Command about_apply(const World& world);
  Command about_job(const World& world, Instant now);

  events::ServiceSettings service_settings(const World& world);
  events::NodeSettings node_settings(const World& world);
  events::AccessSettings access_settings();
  events::CaAccountSettings account_settings();
  events::Generation generation();
  std::string serial();
  events::OrderEvent some_report();
  events::OrderEvent next_report(const Order& order);
  events::ApplyEvent some_apply_report();
  events::ApplyEvent next_report(const Apply& apply);
  events::JobEvent outcome(Instant now);

  std::function<int(int)> pick_;
  std::uint32_t ids_ = 0;
};

}  // namespace kigen::orchestrator::testing
