#include "tests/simulation/rules/user_rules.hpp"

#include <algorithm>
#include <utility>

namespace kigen::simulation {

using namespace events;

void UserRules::on(const Record& record, const UserCreated& event) {
  if (std::ranges::any_of(users_, [&](const auto& user) { return user.second.mail == event.mail; }))
    findings_.add("two users with the address " + event.mail, record);
  users_[record.stream] = {event.mail, event.role};
}

void UserRules::on(const Record& record, const UserEdited& event) {
  auto& user = users_[record.stream];
  const auto before = std::exchange(user, {user.mail, event.role});
  check_admin_stays(record, before);
}

void UserRules::on(const Record& record, const UserDeleted&) {
  const auto before = users_[record.stream];
  users_.erase(record.stream);
  check_admin_stays(record, before);
}

void UserRules::check_admin_stays(const Record& record, const User& before) const {
  const bool has_admin =
      std::ranges::any_of(users_, [](const auto& user) { return user.second.role == Role::admin; });
  if (before.role == Role::admin && !has_admin) findings_.add("nobody is left who is admin", record);
}

}  // namespace kigen::simulation
