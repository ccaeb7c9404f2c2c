#pragma once

#include <map>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// Once there was an admin there always is one, and no two users have one mail address.
class UserRules {
 public:
  explicit UserRules(Findings& findings) : findings_(findings) {}
  void saw(const Sighting& seen) { follow<UserRules, events::UserEvent>(*this, seen); }

  void on(const events::Record& record, const events::UserCreated& event);
  void on(const events::Record& record, const events::UserEdited& event);
  void on(const events::Record& record, const events::UserDeleted&);

 private:
  struct User {
    std::string mail = {};
    events::Role role = events::Role::viewer;
  };
  void check_admin_stays(const events::Record& record, const User& before) const;

  Findings& findings_;
  std::map<StreamId, User> users_;
};

}  // namespace kigen::simulation
