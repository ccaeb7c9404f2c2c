#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// What a person did to a service, or to what hangs on one, was of a group that they were in by then; who
/// moves a service is in both groups. Knows it from the events alone.
class ScopeRules {
 public:
  explicit ScopeRules(Findings& findings) : findings_(findings) {}
  void saw(const Sighting& seen);

  void on(const events::Record& record, const events::UserCreated& event);
  void on(const events::Record& record, const events::UserGroupsChanged& event);
  void on(const events::Record& record, const events::UserDeleted&);
  void on(const events::Record& record, const events::ServiceCreated& event);
  void on(const events::Record& record, const events::ServiceEdited& event);
  void on(const events::Record& record, const events::NodeCreated& event);
  void on(const events::Record& record, const events::OrderRequested& event);
  void on(const events::Record& record, const events::ApplyRequested& event);
  void on(const events::Record& record, const events::JobQueued& event);

 private:
  using Groups = std::set<UserGroupId>;
  /// Null: nobody that the log knows, or not a person.
  const Groups* groups_of(const events::Actor& actor) const;
  void check(const events::Record& record) const;

  Findings& findings_;
  std::map<StreamId, std::string> mails_;  // of users
  std::map<std::string, Groups> groups_;   // by mail address
  std::map<ServiceId, UserGroupId> group_of_service_;
  std::map<StreamId, ServiceId> services_;  // that streams hang on
};

}  // namespace kigen::simulation
