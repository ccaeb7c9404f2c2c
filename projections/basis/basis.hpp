#pragma once

#include "projections/basis/states.hpp"
#include "projections/basis/subjects.hpp"
#include "projections/part.hpp"

namespace kigen::projections {

/// What all views are folded from besides the records: how each aggregate stands, and what each stream is
/// about. It is never before any view.
class Basis final : public Part {
 public:
  explicit Basis(Store& store) : Part("basis", 1), states(store), subjects(store) {}

  States states;
  Subjects subjects;

 protected:
  std::vector<AnyTable*> tables() override {
    auto all = states.tables();
    all.push_back(&subjects.table());
    return all;
  }
};

}  // namespace kigen::projections
