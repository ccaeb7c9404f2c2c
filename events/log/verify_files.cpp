#include "events/log/verify_files.hpp"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>

namespace kigen::events {
namespace {

rocksdb::Status read_table(const std::filesystem::path& file) {
  rocksdb::SstFileReader table{rocksdb::Options()};
  const auto opened = table.Open(file.string());
  return opened.ok() ? table.VerifyChecksum() : opened;
}

}  // namespace

void examine_tables(const std::filesystem::path& database, Findings& findings) {
  std::error_code error;
  std::filesystem::directory_iterator at(database, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    if (at->path().extension() != ".sst") continue;
    const auto name = at->path().filename().string();
    if (const auto read = read_table(at->path()); !read.ok())
      findings.add("file " + name, name + ": " + read.ToString());
  }
}

}  // namespace kigen::events
