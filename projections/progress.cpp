#include "projections/progress.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace kigen::projections {
namespace {

// Before the part's name. Outside of all_rows().
constexpr std::string_view generation_of = "!generation/";
constexpr std::string_view position_of = "!position/";

/// A part that is behind the others has a position of its own.
Result<Position> stored_position(const Store& store, const std::string& part) {
  TRY(const auto bytes, store.get(std::string(position_of) + part));
  return bytes && bytes->size() == sizeof(Position) ? number_in(*bytes) : store.position();
}

Result<std::vector<std::string>> stored_parts(const Store& store) {
  std::vector<std::string> names;
  TRY_DO(
      store.scan(keys_with(generation_of), Direction::forward, [&](std::string_view key, std::string_view) {
        names.emplace_back(key.substr(generation_of.size()));
        return true;
      }));
  return names;
}

/// How many rows go at once.
constexpr std::size_t chunk = 10'000;

Result<Batch> some_rows(const Store& store, const std::string& prefix) {
  Batch batch;
  std::size_t count = 0;
  TRY_DO(store.scan(keys_with(prefix), Direction::forward, [&](std::string_view key, std::string_view) {
    batch.erase({key});
    return ++count < chunk;
  }));
  return batch;
}

Result<> erase_rows(Store& store, const std::string& part) {
  for (;;) {
    TRY(auto batch, some_rows(store, part + '/'));
    if (batch.size() == 0) return {};
    TRY_DO(store.commit(batch, store.position(), [] {}));
  }
}

/// What is worth nothing is marked so first: should this end in the middle, the next start goes on with it.
Result<> throw_away(Store& store, const std::vector<std::string>& parts) {
  Batch marks;
  for (const auto& part : parts) {
    marks.put({generation_of, part}, {});
    marks.erase({position_of, part});
  }
  TRY_DO(store.commit(marks, store.position(), [] {}));
  Batch done;
  for (const auto& part : parts) {
    spdlog::warn("the rows of the view \"{}\" are of another generation and thrown away", part);
    TRY_DO(erase_rows(store, part));
    done.erase({generation_of, part});
  }
  return store.commit(done, store.position(), [] {});
}

/// Where the part's rows stand; none if they are of another generation.
Result<std::optional<Position>> stands_at(const Store& store, Part& part) {
  TRY(const auto generation, store.get(std::string(generation_of) + part.name()));
  if (generation != part.generation()) return std::nullopt;
  return stored_position(store, part.name());
}

}  // namespace

Progress::Progress(std::span<Part* const> parts, std::vector<Position> positions)
    : parts_(parts.begin(), parts.end()),
      positions_(std::move(positions)),
      slowest_(std::ranges::min(positions_)) {}

Result<Progress> Progress::open(Store& store, std::span<Part* const> parts) {
  std::vector<Position> positions;
  std::vector<bool> is_kept;
  for (auto* const part : parts) {
    TRY(const auto position, stands_at(store, *part));
    positions.push_back(position.value_or(0));
    is_kept.push_back(position.has_value());
  }
  if (positions.front() > std::ranges::min(positions)) {
    positions.front() = 0;
    is_kept.front() = false;
  }
  TRY(auto worthless, stored_parts(store));
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (is_kept[i]) std::erase(worthless, parts[i]->name());
  if (!worthless.empty()) TRY_DO(throw_away(store, worthless));

  Progress progress(parts, std::move(positions));
  if (std::ranges::all_of(is_kept, std::identity{})) {
    progress.was_even_ = progress.is_even();
    return progress;
  }
  Batch batch;
  for (auto* const part : parts) batch.put({generation_of, part->name()}, part->generation());
  progress.write(batch);
  TRY_DO(store.commit(batch, progress.furthest(), [] {}));
  return progress;
}

Position Progress::furthest() const { return std::ranges::max(positions_); }

void Progress::advance() {
  for (auto& position : positions_)
    if (position == slowest_) ++position;
  ++slowest_;
}

void Progress::write(Batch& batch) {
  const auto end = furthest();
  const bool even = slowest_ == end;
  if (even && was_even_) return;
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    if (positions_[part] < end)
      batch.put({position_of, parts_[part]->name()}, key_of(positions_[part]));
    else
      batch.erase({position_of, parts_[part]->name()});
  }
  was_even_ = even;
}

}  // namespace kigen::projections
