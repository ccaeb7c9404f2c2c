#include "projections/audit/query.hpp"

#include <algorithm>

#include "projections/errors.hpp"

namespace kigen::projections {
namespace {

using events::Record;

constexpr std::size_t chunk_size = 512;

/// "order." stands for all types that begin with it.
bool is_of_type(const Record& record, const std::string& type) {
  return type.ends_with('.') ? record.type.starts_with(type) : record.type == type;
}

/// By what everybody sees of a record that they see at all.
bool may_match(const Record& record, const AuditFilter& filter) {
  return (!filter.stream || record.stream == *filter.stream) &&
         (filter.type.empty() || is_of_type(record, filter.type));
}

/// By the rest.
bool matches(const Record& record, const AuditFilter& filter) {
  const auto& meta = record.meta;
  return (!filter.actor_kind || meta.actor.kind == *filter.actor_kind) &&
         (filter.actor_id.empty() || meta.actor.id == filter.actor_id) &&
         (!filter.correlation || meta.correlation == *filter.correlation);
}

/// The positions that can match.
struct Span {
  Position from = 0;
  Position to = 0;
};

Task<Result<Span>> span_of(events::EventLog& log, const AuditFilter& filter) {
  Span span{filter.from, std::min(filter.to.value_or(log.end()), log.end())};
  if (filter.since) {
    CO_TRY(const auto first, co_await position_at(log, *filter.since - Duration(1)));
    span.from = std::max(span.from, first);
  }
  if (filter.until) {
    CO_TRY(const auto end, co_await position_at(log, *filter.until - Duration(1)));
    span.to = std::min(span.to, end);
  }
  co_return span;
}

/// Reads a log in order, or one stream of it.
class Source {
 public:
  Source(events::EventLog& log, const std::optional<StreamId>& stream, Position from)
      : log_(log), stream_(stream), next_(from) {}

  Task<Result<std::vector<Record>>> next() {
    CO_TRY(auto records, stream_ ? co_await log_.read_stream(*stream_, version_, chunk_size)
                                 : co_await log_.read(next_, chunk_size));
    version_ += records.size();
    next_ += records.size();
    co_return records;
  }

 private:
  events::EventLog& log_;
  const std::optional<StreamId>& stream_;
  Position next_;
  Version version_ = 1;
};

/// Collects a page; full when it has its records or has looked at enough.
class Collector {
 public:
  Collector(const Sieve& sieve, const AuditFilter& filter, Span span, std::size_t limit)
      : sieve_(sieve), filter_(filter), span_(span), limit_(limit) {}

  /// False when the page is complete.
  Task<Result<bool>> take(std::vector<Record> records) {
    const bool is_last = records.empty() || records.back().position >= span_.to;
    std::erase_if(records, [&](const auto& record) { return !is_within(record.position); });
    const auto room = max_rows_searched - searched_;
    const auto behind = records.size() > room ? std::optional(records[room].position) : std::nullopt;
    if (behind) records.resize(room);
    searched_ += records.size();
    std::erase_if(records, [&](const auto& record) { return !may_match(record, filter_); });
    CO_TRY(auto seen, co_await sieve_(std::move(records)));
    for (auto& record : seen)
      if (matches(record, filter_) && !put(std::move(record))) co_return false;
    page_.next = behind;
    co_return !behind && !is_last;
  }
  AuditPage page() && { return std::move(page_); }

 private:
  bool is_within(Position position) const { return position >= span_.from && position < span_.to; }
  /// False when there is no room: the page goes on with it.
  bool put(Record record) {
    const bool has_room = page_.records.size() < limit_;
    if (has_room)
      page_.records.push_back(std::move(record));
    else
      page_.next = record.position;
    return has_room;
  }

  const Sieve& sieve_;
  const AuditFilter& filter_;
  const Span span_;
  const std::size_t limit_;
  std::size_t searched_ = 0;
  AuditPage page_ = {};
};

}  // namespace

Task<Result<AuditPage>> audit(events::EventLog& log, Sieve sieve, AuditFilter filter, std::size_t limit) {
  CO_TRY(const auto span, co_await span_of(log, filter));
  Source source(log, filter.stream, span.from);
  Collector collector(sieve, filter, span, std::clamp<std::size_t>(limit, 1, max_page_rows));
  for (bool more = true; more;) {
    CO_TRY(auto records, co_await source.next());
    CO_TRY(more, co_await collector.take(std::move(records)));
  }
  co_return std::move(collector).page();
}

Task<Result<Position>> position_at(events::EventLog& log, Instant instant) {
  Position low = 0;
  Position high = log.end();
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    CO_TRY(const auto records, co_await log.read(middle, 1));
    if (records.empty()) co_return fail(events::log_errc::corrupt, "no record " + std::to_string(middle));
    if (records.front().meta.time <= instant)
      low = middle + 1;
    else
      high = middle;
  }
  co_return low;
}

}  // namespace kigen::projections
