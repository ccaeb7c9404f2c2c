#include "events/log/write_ahead.hpp"

#include <rocksdb/env.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "events/log/crc32c.hpp"
#include "events/log/database.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t block_bytes = 32 << 10;
constexpr std::size_t header_bytes = 7;         // masked CRC-32C, length, type
constexpr std::size_t batch_header_bytes = 12;  // sequence number, count

enum Type : std::uint8_t { full = 1, first = 2, middle = 3, last = 4 };

template <class N>
N little_endian(std::string_view bytes) {
  N value = 0;
  for (std::size_t i = sizeof(N); i-- > 0;)
    value = static_cast<N>(value << 8 | static_cast<unsigned char>(bytes[i]));
  return value;
}

/// RocksDB stores checksums of data that may hold checksums itself in this form.
std::uint32_t masked(std::uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8U; }

struct Fragment {
  Type type = full;
  std::string_view payload = {};
};

/// The physical record at the beginning of `rest`, which ends with its block; none when it is not whole.
std::optional<Fragment> fragment_at(std::string_view rest) {
  if (rest.size() < header_bytes) return std::nullopt;
  const auto length = little_endian<std::uint16_t>(rest.substr(4, 2));
  const auto type = static_cast<std::uint8_t>(rest[6]);
  if (type < full || type > last || header_bytes + length > rest.size()) return std::nullopt;
  if (masked(crc32c(rest.substr(6, 1U + length))) != little_endian<std::uint32_t>(rest)) return std::nullopt;
  return Fragment{static_cast<Type>(type), rest.substr(header_bytes, length)};
}

bool is_empty(std::string_view bytes) { return bytes.find_first_not_of('\0') == std::string_view::npos; }

/// Puts fragments together to write batches, of which it keeps the beginning alone.
class Batches {
 public:
  void add(const Fragment& fragment) {
    if (fragment.type == full || fragment.type == first) head_.emplace();
    if (!head_) return;
    head_->append(
        fragment.payload.substr(0, batch_header_bytes - std::min(batch_header_bytes, head_->size())));
    if (fragment.type == full || fragment.type == last) finish();
  }
  /// What was begun is torn.
  void drop() { head_.reset(); }
  std::uint64_t last_sequence() const { return last_sequence_; }

 private:
  void finish() {
    if (head_->size() == batch_header_bytes) {
      const auto sequence = little_endian<std::uint64_t>(*head_);
      const auto count = little_endian<std::uint32_t>(std::string_view(*head_).substr(8));
      if (count > 0) last_sequence_ = std::max(last_sequence_, sequence + count - 1);
    }
    head_.reset();
  }

  std::optional<std::string> head_;
  std::uint64_t last_sequence_ = 0;
};

class Scanner {
 public:
  void begin_file(std::string name) {
    file_ = std::move(name);
    offset_ = 0;
    zeros_at_.reset();
    batches_.drop();
  }
  void take_block(std::string_view block) {
    for (std::size_t at = 0; at < block.size();) {
      const auto rest = block.substr(at);
      if (const auto fragment = fragment_at(rest)) {
        note_zeros_before_data();
        batches_.add(*fragment);
        at += header_bytes + fragment->payload.size();
      } else if (is_empty(rest)) {
        // The padding of a full block is no place for a record.
        if (block.size() < block_bytes || rest.size() >= header_bytes)
          zeros_at_ = zeros_at_.value_or(offset_ + at);
        break;
      } else {
        note_bad(offset_ + at);
        at += step_over(rest);
      }
    }
    offset_ += block.size();
  }

  WriteAheadScan result() const { return {first_bad_, batches_.last_sequence()}; }

 private:
  /// Zeros at the end of a file are room that was made ahead; zeros before data are data that is gone.
  void note_zeros_before_data() {
    if (zeros_at_) note_bad(*zeros_at_);
    zeros_at_.reset();
  }
  void note_bad(std::uint64_t offset) {
    batches_.drop();
    if (!first_bad_) first_bad_ = {file_, offset};
  }
  /// To the next place where a physical record stands: the length of the bad one may be wrong as well.
  static std::size_t step_over(std::string_view rest) {
    std::size_t at = 1;
    while (at < rest.size() && !fragment_at(rest.substr(at))) ++at;
    return at;
  }

  std::string file_;
  std::uint64_t offset_ = 0;  // of the block
  std::optional<std::uint64_t> zeros_at_;
  std::optional<WriteAheadScan::BadPlace> first_bad_;
  Batches batches_;
};

rocksdb::Status scan_file(rocksdb::Env& env, const std::filesystem::path& path, Scanner& scanner) {
  std::unique_ptr<rocksdb::SequentialFile> file;
  auto status = env.NewSequentialFile(path.string(), &file, {});
  std::string space(block_bytes, '\0');
  for (rocksdb::Slice block; status.ok();) {
    status = file->Read(block_bytes, &block, space.data());
    if (status.ok()) scanner.take_block(block.ToStringView());
    if (block.size() < block_bytes) break;
  }
  return status;
}

/// In the order in which they were written.
std::vector<std::string> write_ahead_files(rocksdb::Env& env, const std::filesystem::path& database) {
  std::vector<std::string> names;
  if (!env.GetChildren(database.string(), &names).ok()) return {};
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(".log"); });
  std::ranges::sort(names);
  return names;
}

}  // namespace

Result<WriteAheadScan> scan_write_ahead(const std::filesystem::path& database, rocksdb::Env* env) {
  auto& world = env != nullptr ? *env : *rocksdb::Env::Default();
  Scanner scanner;
  for (const auto& name : write_ahead_files(world, database)) {
    scanner.begin_file(name);
    if (const auto status = scan_file(world, database / name, scanner); !status.ok())
      return fail(storage_error(status, "read " + (database / name).string()));
  }
  return scanner.result();
}

}  // namespace kigen::events
