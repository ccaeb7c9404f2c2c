#include "tools/benchmarks/folders.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "events/core/error.hpp"
#include "events/log/database_options.hpp"

namespace kigen::benchmarks {

events::Signer benchmark_signer() {
  return events::Signer::from_seed("benchmark", std::array<std::uint8_t, 32>{}).value();
}

double bytes_below(const std::filesystem::path& folder) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  return bytes;
}

void with_raw_log(const std::filesystem::path& log_folder,
                  const std::function<void(rocksdb::DB&, const Families&)>& use) {
  auto descriptors = events::column_families();
  std::ranges::partition(descriptors, [](const auto& family) { return family.name == "records"; });
  rocksdb::DB* opened = nullptr;
  Families families;
  const auto status = rocksdb::DB::Open(events::database_options(nullptr), (log_folder / "db").string(),
                                        descriptors, &families, &opened);
  ensure(status.ok(), status.ToString());
  const std::unique_ptr<rocksdb::DB> database(opened);
  use(*database, families);
  for (auto* const family : families) database->DestroyColumnFamilyHandle(family);
}

}  // namespace kigen::benchmarks
