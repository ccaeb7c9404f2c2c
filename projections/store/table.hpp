#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events/codec/layout.hpp"
#include "projections/errors.hpp"
#include "projections/page.hpp"
#include "projections/store/keys.hpp"
#include "projections/store/store.hpp"

namespace kigen::projections {

/// A table to those who do not know its rows.
class AnyTable {
 public:
  /// Hands over the rows changed since the last commit.
  virtual Result<> write(Batch& batch) = 0;
  /// They are stored.
  virtual void commit() = 0;
  /// What a row's bytes are made of, in words.
  virtual std::string layout() const = 0;

 protected:
  ~AnyTable() = default;
};

/// Rows of one kind in the store, with indexes. Rows live under "<name>/<key>"; an index entry under
/// "<name>.<index key><key>", its value the row's key.
/// Folding side, one thread: find, edit, put, erase collect changes (reading through them), write and commit
/// end a batch. Querying side, any thread under Store::reading(): get, list.
template <class Row>
class Table final : public AnyTable {
 public:
  /// The keys under which `row` is listed; each starts with the index's name.
  using Indexes = std::function<std::vector<std::string>(const Row& row)>;

  Table(Store& store, std::string_view name, Indexes indexes = {})
      : store_(store),
        row_prefix_(std::string(name) + "/"),
        index_prefix_(std::string(name) + "."),
        indexes_(std::move(indexes)) {}

  // --- folding ---

  /// Null when there is none. Valid until commit().
  Result<const Row*> find(const std::string& key) {
    TRY(auto* const held, hold(key));
    return held->row ? &*held->row : nullptr;
  }
  /// The same, to be changed.
  Result<Row*> edit(const std::string& key) {
    TRY(auto* const held, hold(key));
    if (!held->row) return nullptr;
    note_change(*held);
    return &*held->row;
  }
  Result<Row*> put(const std::string& key, Row row) {
    TRY(auto* const held, hold(key));
    note_change(*held);
    return &held->row.emplace(std::move(row));
  }
  /// The row to be changed, made if there is none.
  Result<Row*> at(const std::string& key) {
    TRY(auto* const held, hold(key));
    note_change(*held);
    if (!held->row) held->row.emplace();
    return &*held->row;
  }
  Result<> erase(const std::string& key) {
    TRY(auto* const held, hold(key));
    note_change(*held);
    held->row.reset();
    return {};
  }
  /// Calls `use` with key and row (null: erased) of each change since the last commit.
  template <class Use>
  void for_each_change(Use&& use) const {
    for (const auto* const held : changed_) use(held->key, held->row ? &*held->row : nullptr);
  }
  Result<> write(Batch& batch) override {
    for (auto* const held : changed_) write_row(batch, *held);
    return {};
  }
  /// Keeps the rows at hand, as folding often comes back to them, unless they have become many.
  void commit() override {
    for (auto* const held : changed_) held->changed = false;
    changed_.clear();
    if (held_.size() > max_held) held_.clear();
  }
  std::string layout() const override { return row_prefix_ + ' ' + events::layout_of<Row>(); }

  // --- querying ---

  Result<std::optional<Row>> get(std::string_view key) const {
    TRY(auto bytes, store_.get(row_prefix_ + std::string(key)));
    if (!bytes) return std::nullopt;
    return decode(key, *bytes);
  }
  /// The row, or not_found naming `what`; one that is not to `keep` is not there.
  template <class Keep>
  Result<Row> require(std::string_view key, std::string what, Keep keep) const {
    TRY(auto row, get(key));
    if (!row || !keep(*row)) return fail(projection_errc::not_found, std::move(what));
    return *std::move(row);
  }
  Result<Row> require(std::string_view key, std::string what) const {
    return require(key, std::move(what), [](const Row&) { return true; });
  }
  /// Rows by key, of those that are to `keep`.
  template <class Keep>
  Result<Page<Row>> list(const Paging& paging, Direction direction, Keep keep) const {
    const auto read = [&](std::string_view key, std::string_view bytes) { return decode(key, bytes); };
    return collect({row_prefix_}, paging, direction, read, std::move(keep));
  }
  Result<Page<Row>> list(const Paging& paging, Direction direction) const {
    return list(paging, direction, [](const Row&) { return true; });
  }
  /// Rows by an index, of those entries whose key begins with `prefix`, and of these the ones to `keep`.
  template <class Keep>
  Result<Page<Row>> list(std::string_view prefix, const Paging& paging, Direction direction,
                         Keep keep) const {
    return list(std::vector{std::string(prefix)}, paging, direction, std::move(keep));
  }
  Result<Page<Row>> list(std::string_view prefix, const Paging& paging, Direction direction) const {
    return list(prefix, paging, direction, [](const Row&) { return true; });
  }
  /// The same of several prefixes, as one list in the order of what their entries' keys have behind them.
  template <class Keep>
  Result<Page<Row>> list(std::vector<std::string> prefixes, const Paging& paging, Direction direction,
                         Keep keep) const {
    const auto read = [&](std::string_view, std::string_view key) { return require(key, row_prefix_); };
    for (auto& prefix : prefixes) prefix.insert(0, index_prefix_);
    return collect(std::move(prefixes), paging, direction, read, std::move(keep));
  }
  /// All rows, e.g. to fill an index in memory.
  template <class Use>
  Result<> for_each(Use&& use) const {
    Result<> outcome;
    TRY_DO(store_.scan(keys_with(row_prefix_), Direction::forward,
                       [&](std::string_view key, std::string_view bytes) {
                         auto row = decode(key, bytes);
                         if (row)
                           use(*row);
                         else
                           outcome = fail(std::move(row).error());
                         return outcome.has_value();
                       }));
    return outcome;
  }

 private:
  static constexpr std::size_t max_held = 4'096;

  struct Held {
    std::string key = {};
    std::optional<Row> row = {};
    bool changed = false;                     // it is among changed_
    bool stored = false;                      // there is a row in the store
    std::vector<std::string> listed_as = {};  // its index entries there
  };

  Result<Held*> hold(const std::string& key) {
    if (const auto known = held_.find(key); known != held_.end()) return &known->second;
    TRY(auto row, get(key));
    Held held{.key = key};
    if (row && indexes_) held.listed_as = indexes_(*row);
    held.stored = row.has_value();
    held.row = std::move(row);
    return &held_.emplace(key, std::move(held)).first->second;
  }

  void note_change(Held& held) {
    if (!std::exchange(held.changed, true)) changed_.push_back(&held);
  }

  void write_row(Batch& batch, Held& held) {
    const auto& key = held.key;
    list_anew(batch, held);
    if (held.row) {
      packed_.clear();
      events::pack(packed_, *held.row);
      batch.put({row_prefix_, key}, packed_);
    } else if (held.stored) {
      batch.erase({row_prefix_, key});
    }
    held.stored = held.row.has_value();
  }
  static bool is_in(const std::vector<std::string>& list, const std::string& text) {
    return std::ranges::find(list, text) != list.end();
  }
  /// Most changes of a row leave most of its index entries as they are.
  void list_anew(Batch& batch, Held& held) {
    auto listed_as = held.row && indexes_ ? indexes_(*held.row) : std::vector<std::string>();
    for (const auto& index : held.listed_as)
      if (!is_in(listed_as, index)) batch.erase({index_prefix_, index, held.key});
    for (const auto& index : listed_as)
      if (!is_in(held.listed_as, index)) batch.put({index_prefix_, index, held.key}, held.key);
    held.listed_as = std::move(listed_as);
  }

  Result<Row> decode(std::string_view key, std::string_view bytes) const {
    auto row = events::unpacked<Row>(bytes);
    if (!row) return fail(projection_errc::corrupt_row, row_prefix_ + to_cursor(key));
    return *std::move(row);
  }

  /// A page of the entries under the prefixes; one more row to keep is looked for to know whether there is a
  /// next page.
  template <class Read, class Keep>
  Result<Page<Row>> collect(const std::vector<std::string>& prefixes, const Paging& paging,
                            Direction direction, Read read, Keep keep) const {
    TRY(const auto behind, place_in(paging.cursor));
    std::vector<KeyList> lists;
    for (const auto& prefix : prefixes) lists.push_back({rest_of(prefix, behind, direction), prefix.size()});
    const auto limit = std::clamp<std::size_t>(paging.limit, 1, max_page_rows);
    Page<Row> page{.position = store_.position()};
    Result<> outcome;
    std::string last, last_kept;
    std::size_t searched = 0;
    TRY_DO(store_.merge(lists, direction, [&](std::string_view rest, std::string_view value) {
      if (searched++ == max_rows_searched) {
        page.next = to_cursor(last);
        return false;
      }
      last = rest;
      auto row = read(rest, value);
      if (!row) outcome = fail(std::move(row).error());
      if (!row || !keep(*row)) return outcome.has_value();
      if (page.rows.size() == limit) {
        page.next = to_cursor(last_kept);
        return false;
      }
      last_kept = last;
      page.rows.push_back(*std::move(row));
      return true;
    }));
    TRY_DO(std::move(outcome));
    return page;
  }

  /// Where the page before ended.
  static Result<std::optional<std::string>> place_in(const std::optional<std::string>& cursor) {
    if (!cursor) return std::nullopt;
    auto place = from_cursor(*cursor);
    if (!place) return fail(projection_errc::bad_cursor, *cursor, "cursor");
    return place;
  }
  static KeyRange rest_of(const std::string& prefix, const std::optional<std::string>& behind,
                          Direction direction) {
    auto range = keys_with(prefix);
    if (!behind) return range;
    if (direction == Direction::forward)
      range.first = prefix + *behind + '\0';
    else
      range.end = prefix + *behind;
    return range;
  }

  Store& store_;
  const std::string row_prefix_;
  const std::string index_prefix_;
  const Indexes indexes_;
  std::unordered_map<std::string, Held> held_;
  std::vector<Held*> changed_;  // in held_, since the last commit
  std::string packed_;          // one buffer for all rows
};

}  // namespace kigen::projections
