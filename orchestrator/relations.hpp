#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

/// Hashes std::string and std::string_view alike, so that a lookup copies nothing.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
template <class SomeId>
using IdByText = std::unordered_map<std::string, SomeId, TextHash, std::equal_to<>>;

/// How many things use something.
template <class SomeId>
class UseCount {
 public:
  void add(SomeId id) { ++counts_[id]; }
  void remove(SomeId id) {
    const auto found = counts_.find(id);
    if (--found->second == 0) counts_.erase(found);
  }
  bool is_used(SomeId id) const { return counts_.contains(id); }

 private:
  std::unordered_map<SomeId, std::size_t> counts_;
};

/// Who belongs to whom and who is called what among the aggregates of a World: the indexes behind its
/// lookups. `add` and `remove` come in pairs around each change of a living aggregate.
class Relations {
 public:
  void add(const Service& service);
  void remove(const Service& service);
  void add(const Order& order);
  void remove(const Order& order);
  void add(const Apply& apply);
  void remove(const Apply& apply);
  void add(const Node& node);
  void remove(const Node& node);
  void add(const Access& access);
  void remove(const Access& access);
  void add(const CaAccount& account);
  void remove(const CaAccount& account);
  void add(const User& user);
  void remove(const User& user);
  void add(const Job& job);
  void remove(const Job& job);
  // Nobody asks for the others but by their ids.
  template <class State>
  void add(const State&) {}
  template <class State>
  void remove(const State&) {}

  /// Up to `count` services, by id; from the first, or those behind `last`, which may be gone.
  std::vector<ServiceId> services_after(const std::optional<ServiceId>& last, std::size_t count) const;
  /// In order of creation.
  std::vector<NodeId> nodes_of(ServiceId service) const;
  /// In order of creation.
  std::vector<JobId> jobs_about(const StreamId& subject) const;
  std::optional<OrderId> order_of(ServiceId service) const;
  std::optional<ApplyId> apply_of(NodeId node) const;
  bool is_used(AccessId access) const { return nodes_by_access_.is_used(access); }
  bool is_used(SiteId site) const { return nodes_by_site_.is_used(site); }
  bool is_used(CaAccountId account) const { return users_of_ca_account_.is_used(account); }
  std::optional<ServiceId> service_named(std::string_view name) const;
  std::optional<AccessId> access_named(std::string_view name) const;
  std::optional<CaAccountId> ca_account_named(std::string_view name) const;
  std::optional<UserId> user_with_mail(std::string_view mail) const;
  std::size_t admin_count() const { return admins_; }

 private:
  IdByText<ServiceId> services_by_name_;
  IdByText<AccessId> accesses_by_name_;
  IdByText<CaAccountId> ca_accounts_by_name_;
  IdByText<UserId> users_by_mail_;
  std::set<ServiceId> services_;  // 64 bytes each
  std::unordered_map<ServiceId, OrderId> order_by_service_;
  std::unordered_map<NodeId, ApplyId> apply_by_node_;
  std::set<std::pair<ServiceId, NodeId>> nodes_by_service_;
  std::set<std::pair<StreamId, JobId>> jobs_by_subject_;
  UseCount<AccessId> nodes_by_access_;
  UseCount<SiteId> nodes_by_site_;
  UseCount<CaAccountId> users_of_ca_account_;
  std::size_t admins_ = 0;
};

}  // namespace kigen::orchestrator
