#include "events/log/event_log.hpp"

#include <utility>

namespace kigen::events {

std::error_code make_error_code(log_errc code) {
  static const TableCategory table(
      "log",
      {
          {int(log_errc::version_conflict), "version_conflict",
           "somebody else changed it meanwhile; read it again", 12, Failure::transient,
           Answer::precondition_failed},
          {int(log_errc::invalid_append), "invalid_append", "the events cannot be stored as they are", 12,
           Failure::permanent, Answer::unprocessable},
          {int(log_errc::storage_full), "storage_full",
           "the disk of the event log is full; nothing is taken until there is room", 12, Failure::transient,
           Answer::unavailable},
          {int(log_errc::storage_failed), "storage_failed",
           "the event log could not be written; nothing is taken until it can", 12, Failure::unknown,
           Answer::unavailable},
          {int(log_errc::corrupt), "corrupt", "the event log is damaged; run kigen verify", 11,
           Failure::permanent, Answer::internal},
          {int(log_errc::closed), "closed", "the product is shutting down", 99, Failure::transient,
           Answer::unavailable},
          {int(log_errc::overloaded), "overloaded", "too much is waiting to be stored; try again in a moment",
           12, Failure::transient, Answer::unavailable},
          {int(log_errc::in_use), "in_use", "another kigen uses this data directory", 20, Failure::permanent,
           Answer::unavailable},
          {int(log_errc::no_log), "no_log", "there is no event log here", 11, Failure::permanent,
           Answer::unavailable},
          {int(log_errc::beyond_end), "beyond_end", "the log does not reach that far", 19, Failure::permanent,
           Answer::not_found},
          {int(log_errc::bad_key_file), "bad_key_file", "a key file cannot be used", 28, Failure::permanent,
           Answer::internal},
          {int(log_errc::bad_signature), "bad_signature", "the checkpoint is not one of this log's key", 11,
           Failure::permanent, Answer::internal},
      });
  return {int(code), table};
}

Task<Result<std::vector<Appended>>> EventLog::append_all(std::vector<AppendRequest> requests) {
  std::vector<Appended> landed;
  for (auto& request : requests) {
    CO_TRY(const auto appended, co_await append(std::move(request)));
    landed.push_back(appended);
  }
  co_return landed;
}

Task<Result<std::vector<Record>>> Subscription::next(std::size_t limit) {
  CO_TRY_DO(co_await log_.wait_beyond(next_));
  CO_TRY(auto records, co_await log_.read(next_, limit));
  next_ += records.size();
  co_return records;
}

}  // namespace kigen::events
