#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/this_coro.hpp>

#include "events/core/reply.hpp"
#include "events/log/memory_log.hpp"

namespace kigen::tests {

/// A log in memory whose appends wait until the test says what becomes of them, first come first.
class GatedLog final : public events::EventLog {
 public:
  /// From now on appends wait.
  void close() { open_ = false; }
  /// All that waits is kept, and what comes later.
  void open() {
    open_ = true;
    while (!waiting_.empty()) keep_first();
  }
  std::size_t waiting() const { return waiting_.size(); }
  /// The event types that were handed over together, of the n-th that waits.
  std::vector<std::string> types(std::size_t n) const {
    std::vector<std::string> all;
    for (const auto& request : waiting_.at(n)->requests)
      for (const auto& part : request.streams)
        for (const auto& event : part.events) all.push_back(event.type);
    return all;
  }
  void keep_first() { end_first(Fate::kept); }
  /// It fails, and is not there.
  void lose_first() { end_first(Fate::lost); }
  /// It fails, and is there all the same.
  void deny_first() { end_first(Fate::denied); }

  Task<Result<events::Appended>> append(events::AppendRequest request) override {
    std::vector<events::AppendRequest> alone;
    alone.push_back(std::move(request));
    CO_TRY(const auto landed, co_await append_all(std::move(alone)));
    co_return landed.front();
  }
  Task<Result<std::vector<events::Appended>>> append_all(
      std::vector<events::AppendRequest> requests) override {
    auto fate = Fate::kept;
    if (!open_) {
      const auto mine = waiting_.emplace_back(
          std::make_shared<Waiting>(requests, Reply<Fate>(co_await asio::this_coro::executor)));
      CO_TRY(fate, co_await mine->reply.receive(Patience::to_the_end));
    }
    if (fate == Fate::lost) co_return fail(events::log_errc::storage_failed);
    auto landed = co_await kept.append_all(std::move(requests));
    if (fate == Fate::denied) co_return fail(events::log_errc::storage_failed);
    co_return landed;
  }
  Task<Result<std::vector<events::Record>>> read(Position from, std::size_t limit) override {
    return kept.read(from, limit);
  }
  Task<Result<std::vector<events::Record>>> read_stream(StreamId stream, Version from,
                                                        std::size_t limit) override {
    return kept.read_stream(std::move(stream), from, limit);
  }
  Task<Result<std::optional<events::Appended>>> find_command(std::string command_id) override {
    return kept.find_command(std::move(command_id));
  }
  Position end() const override { return kept.end(); }
  Task<Result<>> wait_beyond(Position position) override { return kept.wait_beyond(position); }
  events::Intake intake() const override { return kept.intake(); }
  Task<Result<events::TreeHead>> tree_head() override { return kept.tree_head(); }
  Task<Result<std::string>> tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) override {
    return kept.tile(level, index, width);
  }
  Task<Result<std::string>> checkpoint() override { return kept.checkpoint(); }
  std::string trouble() const override { return kept.trouble(); }
  std::string verifier_key() const override { return kept.verifier_key(); }

  events::MemoryLog kept;

 private:
  enum class Fate { kept, lost, denied };
  struct Waiting {
    std::vector<events::AppendRequest> requests;
    Reply<Fate> reply;
  };
  void end_first(Fate fate) {
    const auto first = std::move(waiting_.front());
    waiting_.pop_front();
    first->reply.send(Result<Fate>(fate));
  }

  bool open_ = true;
  std::deque<std::shared_ptr<Waiting>> waiting_;
};

}  // namespace kigen::tests
