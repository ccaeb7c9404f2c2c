#include "events/log/acknowledged_mark.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>

#include "events/log/crc32c.hpp"
#include "events/log/database.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t digits = 20;
constexpr std::size_t line_bytes = digits + 1 + 8 + 1;

std::filesystem::path file_in(const std::filesystem::path& folder) { return folder / "acknowledged"; }

/// Always as long, so that it is written over in place: 20 digits, a blank, CRC-32C of the digits in hex.
std::string line_of(Position end) {
  std::array<char, line_bytes + 1> line;
  std::snprintf(line.data(), line.size(), "%020llu", static_cast<unsigned long long>(end));
  std::snprintf(line.data() + digits, line.size() - digits, " %08x\n", crc32c({line.data(), digits}));
  return {line.data(), line_bytes};
}

}  // namespace

AcknowledgedMark::AcknowledgedMark(const std::filesystem::path& folder) : path_(file_in(folder)) {}

Result<> AcknowledgedMark::note(Position end) {
  const auto line = line_of(end);
  if (!file_) return make(line);
  if (::pwrite(file_.get(), line.data(), line.size(), 0) == static_cast<ssize_t>(line.size())) return {};
  auto error = storage_error(system_error("write", path_));
  file_ = FileDescriptor();
  return fail(std::move(error));
}

Result<> AcknowledgedMark::make(std::string_view line) {
  if (const auto made = replace_file(path_, line, 0600); !made) return fail(storage_error(made.error()));
  file_ = FileDescriptor(::open(path_.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file_) return fail(storage_error(system_error("open", path_)));
  return {};
}

Result<std::optional<Position>> AcknowledgedMark::read(const std::filesystem::path& folder) {
  const auto path = file_in(folder);
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::nullopt;
  if (!file) return fail(storage_error(system_error("open", path)));
  const auto line = read_all(file, path, line_bytes);
  Position end = 0;
  if (line) std::from_chars(line->data(), line->data() + std::min(line->size(), digits), end);
  if (!line || *line != line_of(end))
    return fail(log_errc::corrupt,
                path.string() + " is damaged: it does not say how many records were acknowledged");
  return end;
}

Result<> check_acknowledged(const std::filesystem::path& folder, Position end) {
  TRY(const auto acknowledged, AcknowledgedMark::read(folder));
  if (!acknowledged || *acknowledged <= end) return {};
  return fail(log_errc::corrupt, std::to_string(*acknowledged) +
                                     " records were acknowledged, but there are " + std::to_string(end));
}

}  // namespace kigen::events
