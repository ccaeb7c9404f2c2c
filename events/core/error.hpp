#pragma once

#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "events/core/time.hpp"

namespace kigen {

/// What a failure says about trying again.
enum class Failure : std::uint8_t {
  transient,  ///< the same call may succeed later: retry with backoff
  permanent,  ///< the same call fails again: give up and tell
  unknown,    ///< it may have happened: ask the outside world before repeating
};

/// What an HTTP client is told when a command ends in this error (RFC 9110 §15).
enum class Answer : std::uint16_t {
  bad_request = 400,
  unauthorized = 401,
  forbidden = 403,
  not_found = 404,
  method_not_allowed = 405,
  conflict = 409,
  precondition_failed = 412,
  too_large = 413,
  unsupported_media_type = 415,
  unprocessable = 422,
  precondition_required = 428,
  too_many_requests = 429,
  internal = 500,
  unavailable = 503,
};

/// One line of a module's error table.
struct ErrcEntry {
  int value;         ///< the enumerator
  const char* name;  ///< stable snake_case word, shown to API clients
  const char* text;  ///< one English sentence without a final stop
  int message = 98;  ///< message number (docs/formats/messages.md); 98 = unspecific
  Failure failure = Failure::permanent;
  Answer answer = Answer::unprocessable;
};

/// An error category that is a table; each module has one beside its `…_errc`.
class TableCategory final : public std::error_category {
 public:
  TableCategory(const char* name, std::initializer_list<ErrcEntry> entries);

  const char* name() const noexcept override { return name_; }
  std::string message(int value) const override;
  /// The line of `value`; a generic one when the table has none.
  const ErrcEntry& entry(int value) const;

 private:
  const char* name_;
  std::vector<ErrcEntry> entries_;
};

/// A refusal (the state forbids it) or a failure (the world did not do it), as a value.
struct Error {
  std::error_code code = {};
  std::string detail = {};  ///< names the host, field or value; never holds a secret
  std::string field = {};   ///< JSON pointer-like name of the offending input field, if one is to blame
  std::optional<Instant> not_before = {};  ///< the other side wants no further try until then
};

/// "text: detail", for people and events: readable whatever the detail holds, and of at most a few KiB.
std::string describe(const Error& error);
/// The table's word for the error, e.g. "version_conflict"; the category and number where there is no table.
std::string error_word(const std::error_code& code);
int message_number(const std::error_code& code);
Failure failure_of(const std::error_code& code);
Answer answer_of(const std::error_code& code);

/// A value or an Error; must not be dropped silently (std::expected alone may be).
template <class T = void>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

/// The unexpected value of any Result.
template <class Errc>
[[nodiscard]] std::unexpected<Error> fail(Errc code, std::string detail = {}, std::string field = {}) {
  return std::unexpected(Error{make_error_code(code), std::move(detail), std::move(field)});
}
[[nodiscard]] inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

/// Stops the process with `what` when an invariant of ours is broken, in every build.
void ensure(bool holds, std::string_view what);

}  // namespace kigen

#define KIGEN_CONCAT_(a, b) a##b
#define KIGEN_CONCAT(a, b) KIGEN_CONCAT_(a, b)
#define KIGEN_TRY_(ret, tmp, decl, ...)                  \
  auto tmp = (__VA_ARGS__);                              \
  if (!tmp) ret std::unexpected(std::move(tmp).error()); \
  decl = *std::move(tmp)
#define KIGEN_TRY_DO_(ret, tmp, ...) \
  if (auto tmp = (__VA_ARGS__); !tmp) ret std::unexpected(std::move(tmp).error())

/// TRY(auto x, f()): x is the value of f(), or this function returns f()'s error.
#define TRY(decl, ...) KIGEN_TRY_(return, KIGEN_CONCAT(kigen_try_, __LINE__), decl, __VA_ARGS__)
/// TRY_DO(f()): goes on when f() succeeded, or this function returns f()'s error.
#define TRY_DO(...) KIGEN_TRY_DO_(return, KIGEN_CONCAT(kigen_try_, __LINE__), __VA_ARGS__)
/// The same in coroutines.
#define CO_TRY(decl, ...) KIGEN_TRY_(co_return, KIGEN_CONCAT(kigen_try_, __LINE__), decl, __VA_ARGS__)
#define CO_TRY_DO(...) KIGEN_TRY_DO_(co_return, KIGEN_CONCAT(kigen_try_, __LINE__), __VA_ARGS__)
