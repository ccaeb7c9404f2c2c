#pragma once

#include <string>
#include <utility>
#include <vector>

#include "events/log/event_log.hpp"

namespace kigen::tests {

/// A log whose acknowledgements can be lost, as those of a disk whose sync failed: what is appended is kept,
/// and nobody is told.
class UnsureLog final : public events::EventLog {
 public:
  explicit UnsureLog(events::EventLog& kept) : kept_(kept) {}

  Task<Result<events::Appended>> append(events::AppendRequest request) override {
    auto appended = co_await kept_.append(std::move(request));
    if (unsure || std::exchange(denies_next_, false)) co_return fail(events::log_errc::storage_failed);
    co_return appended;
  }
  Task<Result<std::vector<events::Appended>>> append_all(
      std::vector<events::AppendRequest> requests) override {
    auto landed = co_await kept_.append_all(std::move(requests));
    if (unsure || std::exchange(denies_next_, false)) co_return fail(events::log_errc::storage_failed);
    co_return landed;
  }
  Task<Result<std::vector<events::Record>>> read(Position from, std::size_t limit) override {
    return kept_.read(from, limit);
  }
  Task<Result<std::vector<events::Record>>> read_stream(StreamId stream, Version from,
                                                        std::size_t limit) override {
    return kept_.read_stream(std::move(stream), from, limit);
  }
  Task<Result<std::optional<events::Appended>>> find_command(std::string command_id) override {
    return kept_.find_command(std::move(command_id));
  }
  Position end() const override { return kept_.end(); }
  Task<Result<>> wait_beyond(Position position) override { return kept_.wait_beyond(position); }
  events::Intake intake() const override { return kept_.intake(); }
  Task<Result<events::TreeHead>> tree_head() override { return kept_.tree_head(); }
  Task<Result<std::string>> tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) override {
    return kept_.tile(level, index, width);
  }
  Task<Result<std::string>> checkpoint() override { return kept_.checkpoint(); }
  std::string trouble() const override { return kept_.trouble(); }
  std::string verifier_key() const override { return kept_.verifier_key(); }

  void deny_next() { denies_next_ = true; }

  bool unsure = false;

 private:
  events::EventLog& kept_;
  bool denies_next_ = false;
};

}  // namespace kigen::tests
