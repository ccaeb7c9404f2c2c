#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/store/table.hpp"

namespace kigen::projections {

/// Rows that belong together: made from the log together, thrown away together. Their keys begin with the
/// part's name and a slash.
class Part {
 public:
  /// `meaning` is to be raised when the same history gives other rows of the same layout. Where it was
  /// forgotten, tests/golden/views says so.
  Part(std::string_view name, unsigned meaning) : name_(name), meaning_(meaning) {}
  virtual ~Part() = default;

  const std::string& name() const { return name_; }
  /// What all its keys begin with.
  std::string prefix() const { return name_ + '/'; }
  /// Rows written under another generation are of no use: says how they are laid out and what they mean.
  std::string generation();

  /// Hands over the rows changed since the last commit.
  virtual Result<> write(Batch& batch);
  /// The batch is stored: forget what was collected, and change what queries read from memory. Called with
  /// queries locked out; must be quick.
  virtual void commit();

 protected:
  /// All that it keeps rows in.
  virtual std::vector<AnyTable*> tables() = 0;
  /// Of the rows that it keeps outside of tables.
  virtual std::string other_layout() const { return {}; }

 private:
  std::string name_;
  unsigned meaning_;
};

}  // namespace kigen::projections
