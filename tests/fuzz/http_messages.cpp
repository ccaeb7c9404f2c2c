#include "tests/fuzz/http_messages.hpp"

#include <algorithm>

#include "orchestrator/net/http_reader.hpp"
#include "tests/support/run_task.hpp"

namespace kigen::fuzz {
namespace {

using orchestrator::net::HttpMessage;

/// Hands out `bytes` in pieces.
class MemoryStream final : public orchestrator::ByteStream {
 public:
  MemoryStream(std::string_view bytes, std::size_t piece) : rest_(bytes), piece_(piece) {}

  Task<Result<std::size_t>> read_some(std::span<char> into) override {
    const auto count = std::min({into.size(), piece_, rest_.size()});
    std::ranges::copy(rest_.substr(0, count), into.begin());
    rest_.remove_prefix(count);
    co_return count;
  }
  Task<Result<>> write(std::span<const char>) override { co_return Result<>{}; }
  void close() override {}

 private:
  std::string_view rest_;
  std::size_t piece_;
};

/// Appends what it reads, as a connection does; the stream's end between two messages is no error.
Task<Result<>> read_all(MemoryStream& stream, const MakeParser& make_parser, std::vector<HttpMessage>& into) {
  orchestrator::net::HttpReader reader(stream);
  for (;;) {
    CO_TRY(const bool more, co_await reader.wait_for_more());
    if (!more) co_return Result<>{};
    const auto parser = make_parser();
    CO_TRY_DO(co_await reader.read_all(*parser));
    into.push_back(parser->message());
  }
}

bool is_same(const HttpMessage& a, const HttpMessage& b) {
  return a.method == b.method && a.target == b.target && a.status == b.status && a.headers == b.headers &&
         a.body == b.body && a.keep_alive == b.keep_alive && a.is_http_1_1 == b.is_http_1_1 &&
         a.expects_continue == b.expects_continue;
}

}  // namespace

Conversation read_messages(std::string_view bytes, std::size_t piece, const MakeParser& make_parser) {
  asio::io_context io;
  tests::VirtualClock clock;
  MemoryStream stream(bytes, piece);
  Conversation conversation;
  const auto ended = tests::run_task(io, clock, read_all(stream, make_parser, conversation.messages));
  conversation.ended = ended ? "end" : error_word(ended.error().code);
  return conversation;
}

void expect_same(const Conversation& one, const Conversation& other) {
  ensure(std::ranges::equal(one.messages, other.messages, is_same),
         "the same messages come, however the bytes are cut");
  // Which error it is may depend on what the parser saw first.
  ensure((one.ended == "end") == (other.ended == "end"), "they end well or badly, however the bytes are cut");
}

}  // namespace kigen::fuzz
