#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <functional>
#include <memory>

#include "orchestrator/ports/world_rows.hpp"
#include "projections/store/store.hpp"

namespace kigen::tools {

/// The World's rows in a RocksDB of their own, kept as the views are: docs/formats/world.md.
class WorldStore final : public orchestrator::WorldRows {
 public:
  /// Rows that are damaged or of another version of Kigen are thrown away. Writes run on `pool`.
  static Result<std::unique_ptr<WorldStore>> open(const std::filesystem::path& folder,
                                                  asio::any_io_executor pool);
  /// `told` hears how each write went.
  void tell(std::function<void(const Result<>&)> told) { told_ = std::move(told); }

  Position position() const override;
  Result<> for_each(const Use& use) const override;
  Task<Result<>> write(std::vector<Change> changes, Position position) override;
  Result<> clear() override;

 private:
  WorldStore(std::unique_ptr<projections::Store> store, asio::any_io_executor pool)
      : store_(std::move(store)), pool_(std::move(pool)) {}
  Result<> write_now(const std::vector<Change>& changes, Position position);

  std::unique_ptr<projections::Store> store_;
  asio::any_io_executor pool_;
  std::function<void(const Result<>&)> told_ = [](const Result<>&) {};
};

}  // namespace kigen::tools
