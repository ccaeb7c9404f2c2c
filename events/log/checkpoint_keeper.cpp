#include "events/log/checkpoint_keeper.hpp"

#include <fcntl.h>

#include "events/log/database.hpp"
#include "events/log/files.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t max_note_bytes = 64 << 10;

}  // namespace

Result<std::optional<std::string>> read_checkpoint_file(const std::filesystem::path& folder) {
  const auto path = checkpoint_file_in(folder);
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::nullopt;
  if (!file) return fail(system_error("open", path));
  TRY(auto note, read_all(file, path, max_note_bytes));
  return std::optional(std::move(note));
}

Result<CheckpointKeeper> CheckpointKeeper::open(const std::filesystem::path& folder, Signer signer,
                                                std::uint64_t size, const RootAt& root_at) {
  CheckpointKeeper keeper(checkpoint_file_in(folder), std::move(signer));
  TRY_DO(keeper.load());
  TRY_DO(keeper.check(size, root_at));
  return keeper;
}

Result<> CheckpointKeeper::load() {
  TRY(auto note, read_checkpoint_file(file_.parent_path()));
  if (!note) return {};
  auto checkpoint = open_checkpoint(*note, signer_.verifier_key());
  if (!checkpoint) {
    checkpoint.error().detail = file_.string() + ": " + checkpoint.error().detail;
    return fail(checkpoint.error());
  }
  note_ = *std::move(note);
  tree_ = checkpoint->tree;
  return {};
}

Result<> CheckpointKeeper::check(std::uint64_t size, const RootAt& root_at) const {
  if (note_.empty()) return {};
  if (size < tree_.size)
    return fail(log_errc::corrupt, "a checkpoint was signed over " + std::to_string(tree_.size) +
                                       " records, but there are " + std::to_string(size));
  TRY(const auto root, root_at(tree_.size));
  if (root == tree_.root) return {};
  return fail(log_errc::corrupt, "the first " + std::to_string(tree_.size) +
                                     " records are not those that a checkpoint was signed over");
}

Result<std::string> CheckpointKeeper::sign(const TreeHead& now, const RootAt& root_at) {
  if (!note_.empty() && now == tree_) return note_;
  TRY_DO(check(now.size, root_at));
  auto note = sign_checkpoint(signer_, now);
  if (const auto kept = replace_file(file_, note, 0644); !kept) return fail(storage_error(kept.error()));
  note_ = std::move(note);
  tree_ = now;
  return note_;
}

}  // namespace kigen::events
