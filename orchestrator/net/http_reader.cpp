#include "orchestrator/net/http_reader.hpp"

#include <array>

#include "events/core/secret.hpp"

namespace kigen::orchestrator::net {
namespace {

/// More than the largest header section; what is neither header nor body (chunk extensions, trailers) stops
/// here.
constexpr std::size_t max_unparsed_bytes = 80u << 10;

}  // namespace

Task<Result<bool>> HttpReader::fill() {
  std::array<char, 8192> some;
  CO_TRY(const auto count, co_await from_.read_some(some));
  waiting_.append(some.data(), count);
  co_return count > 0;
}

Task<Result<bool>> HttpReader::wait_for_more() {
  if (!waiting_.empty()) co_return true;
  co_return co_await fill();
}

/// The connection lives on: what was taken goes from the memory too.
void HttpReader::forget(std::size_t taken) {
  std::string rest(waiting_, taken);
  wipe(waiting_);
  waiting_ = std::move(rest);
}

/// Parses what waits; reads on when that was not enough for anything.
Task<Result<>> HttpReader::step(HttpParser& parser) {
  CO_TRY(const auto taken, parser.put(waiting_));
  if (taken > 0) {
    forget(taken);
    co_return Result<>{};
  }
  if (waiting_.size() > max_unparsed_bytes) co_return fail(http_errc::malformed, "a part that does not end");
  CO_TRY(const bool more, co_await fill());
  co_return more ? Result<>{} : parser.put_end();
}

Task<Result<>> HttpReader::read_header(HttpParser& parser) {
  while (!parser.header_done()) CO_TRY_DO(co_await step(parser));
  co_return Result<>{};
}

Task<Result<>> HttpReader::read_all(HttpParser& parser) {
  while (!parser.done()) CO_TRY_DO(co_await step(parser));
  co_return Result<>{};
}

}  // namespace kigen::orchestrator::net
