#pragma once

#include <memory>

#include "projections/basis/owners.hpp"
#include "projections/basis/states.hpp"
#include "projections/basis/subjects.hpp"
#include "projections/part.hpp"

namespace kigen::projections {

/// What all views are folded from besides the records: how each aggregate stands, and what each stream is
/// about; and whose each service is. It is never before any view.
class Basis final : public Part {
 public:
  /// `judges`: whose the services are is what it says, and not what the records do.
  Basis(Store& store, std::shared_ptr<const Owners> judges)
      : Part("basis", 2),
        states(store),
        subjects(store),
        owner_rows_(store, "basis/owner"),
        judges_(std::move(judges)) {}

  States states;
  Subjects subjects;

  const Owners& owners() const { return judges_ ? *judges_ : owners_; }
  /// Takes in whose the service is now.
  Result<> learn_owner(const StatePointer& aggregate);

  Result<> load();
  void commit() override;

 protected:
  std::vector<AnyTable*> tables() override {
    auto all = states.tables();
    all.push_back(&subjects.table());
    all.push_back(&owner_rows_);
    return all;
  }

 private:
  /// A service and the user group that it is in.
  struct Owner {
    ServiceId service = {};
    UserGroupId group = {};

    static constexpr auto fields =
        events::field_list(events::field("service", &Owner::service), events::field("group", &Owner::group));
  };

  Table<Owner> owner_rows_;
  Owners owners_;
  const std::shared_ptr<const Owners> judges_;
};

}  // namespace kigen::projections
