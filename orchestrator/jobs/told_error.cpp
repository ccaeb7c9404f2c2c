#include "orchestrator/jobs/told_error.hpp"

#include <map>
#include <tuple>
#include <utility>

#include "events/core/mutex.hpp"

namespace kigen::orchestrator {
namespace {

/// More than all of our tables have: whoever tells of more makes them up.
constexpr std::size_t most_heard = 1'000;

/// A line of the teller's table, as a table of its own: error codes point at it for ever.
class Line {
 public:
  explicit Line(const ToldError& error)
      : word_(error.word),
        text_(error.text),
        table_("told", {{the_code, word_.c_str(), text_.c_str(), static_cast<int>(error.message),
                         error.failure, Answer::internal}}) {}
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  std::error_code code() const { return {the_code, table_}; }

 private:
  static constexpr int the_code = 1;
  const std::string word_;
  const std::string text_;
  const TableCategory table_;
};

/// Each line once.
class Lines {
 public:
  std::error_code code_of(const ToldError& error) {
    static const TableCategory unlisted("told", {});
    const MutexLock lock(mutex_);
    const Key key{error.word, error.text, error.message, error.failure};
    if (const auto known = lines_.find(key); known != lines_.end()) return known->second.code();
    if (lines_.size() == most_heard) return {1, unlisted};
    return lines_.try_emplace(key, error).first->second.code();
  }

 private:
  using Key = std::tuple<std::string, std::string, std::uint32_t, Failure>;
  Mutex mutex_;
  std::map<Key, Line> lines_ GUARDED_BY(mutex_);
};

bool is_standard(const std::error_code& code) {
  return code.category() == std::generic_category() || code.category() == std::system_category();
}

}  // namespace

ToldError told(const Error& error) {
  ToldError words{.detail = error.detail, .field = error.field, .not_before = error.not_before};
  if (is_standard(error.code)) {
    words.standard = error.code.default_error_condition().value();
    return words;
  }
  words.word = error_word(error.code);
  words.text = error.code.message();
  words.message = static_cast<std::uint32_t>(message_number(error.code));
  words.failure = failure_of(error.code);
  return words;
}

Error heard(ToldError error) {
  static Lines lines;
  const auto code =
      error.standard != 0 ? std::error_code(error.standard, std::generic_category()) : lines.code_of(error);
  return {code, std::move(error.detail), std::move(error.field), error.not_before};
}

}  // namespace kigen::orchestrator
