#include "events/log/disk_probe.hpp"

#include <rocksdb/env.h>

#include <memory>
#include <string>

#include "events/log/database.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t probe_bytes = 1 << 20;

rocksdb::Status write_probe(rocksdb::Env* env, const std::string& path) {
  std::unique_ptr<rocksdb::WritableFile> file;
  auto status = env->NewWritableFile(path, &file, {});
  if (status.ok()) status = file->Append(std::string(probe_bytes, '#'));
  if (status.ok()) status = file->Sync();
  if (status.ok()) status = file->Close();
  return status;
}

}  // namespace

Result<> probe_disk(const std::filesystem::path& folder, rocksdb::Env* env) {
  auto* const world = env != nullptr ? env : rocksdb::Env::Default();
  const auto path = (folder / "probe").string();
  (void)world->DeleteFile(path);  // an old one, or a link to be written through
  const auto written = write_probe(world, path);
  const auto deleted = world->DeleteFile(path);
  if (!written.ok()) return fail(storage_error(written, "write " + path));
  if (!deleted.ok()) return fail(storage_error(deleted, "delete " + path));
  return {};
}

}  // namespace kigen::events
