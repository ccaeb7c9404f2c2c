#include "tools/kigen/server/world_store.hpp"

#include "events/core/offload.hpp"
#include "orchestrator/world_rows.hpp"

namespace kigen::tools {

Result<std::unique_ptr<WorldStore>> WorldStore::open(const std::filesystem::path& folder,
                                                     asio::any_io_executor pool) {
  const auto made_by = std::string(KIGEN_VERSION) + " " + orchestrator::world_row_generation();
  TRY(auto store, projections::Store::open(folder, made_by));
  return std::unique_ptr<WorldStore>(new WorldStore(std::move(store), std::move(pool)));
}

Position WorldStore::position() const { return store_->position(); }

Result<> WorldStore::for_each(const Use& use) const {
  Result<> outcome;
  TRY_DO(store_->scan(projections::all_rows(), projections::Direction::forward,
                      [&](std::string_view key, std::string_view bytes) {
                        outcome = use(key, bytes);
                        return outcome.has_value();
                      }));
  return outcome;
}

Result<> WorldStore::write_now(const std::vector<Change>& changes, Position position) {
  projections::Batch batch;
  for (const auto& [key, bytes] : changes) {
    if (bytes)
      batch.put({key}, *bytes);
    else
      batch.erase({key});
  }
  return store_->commit(batch, position, [] {});
}

Task<Result<>> WorldStore::write(std::vector<Change> changes, Position position) {
  auto written = co_await offload(
      pool_, [this, changes = std::move(changes), position] { return write_now(changes, position); });
  told_(written);
  co_return written;
}

Result<> WorldStore::clear() {
  std::vector<Change> all;
  TRY_DO(for_each([&](std::string_view key, std::string_view) -> Result<> {
    all.push_back({std::string(key), std::nullopt});
    return {};
  }));
  return write_now(all, 0);
}

}  // namespace kigen::tools
