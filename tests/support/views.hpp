#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "projections/store/store.hpp"
#include "projections/views.hpp"
#include "tests/support/everything.hpp"
#include "tests/support/history.hpp"

namespace kigen::tests {

/// The views of a history.
inline std::unique_ptr<projections::Views> views_of(const History& history) {
  auto views = projections::Views::in_memory();
  EXPECT_TRUE(views) << describe(views.error());
  const auto folded = (*views)->fold(history.records());
  EXPECT_TRUE(folded) << describe(folded.error());
  return std::move(*views);
}

/// The value; a failed test and an empty one when there is none.
template <class T>
T value_of(Result<T> result) {
  EXPECT_TRUE(result) << describe(result.error());
  return result ? *std::move(result) : T{};
}

inline std::map<std::string, std::string> rows_of(const projections::Views& views) {
  std::map<std::string, std::string> rows;
  const auto read =
      views.for_each_row([&](std::string_view key, std::string_view bytes) { rows.emplace(key, bytes); });
  EXPECT_TRUE(read) << describe(read.error());
  return rows;
}

/// Leaves the folder of views, which have the first `end` records, as a program would whose `view` keeps
/// other rows.
inline void write_as_another(const std::filesystem::path& folder, const std::string& view, Position end) {
  auto store = value_of(projections::Store::open(folder, "parts 1"));
  projections::Batch batch;
  batch.put({"!generation/", view}, "another");
  batch.put({view, "/row/stray"}, "none of ours");
  EXPECT_TRUE(store->commit(batch, end, [] {}));
}

}  // namespace kigen::tests
