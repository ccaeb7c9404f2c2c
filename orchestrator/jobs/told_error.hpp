#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/job_events.hpp"

namespace kigen::orchestrator {

/// An error in words, for a brief or another process: all that is shown of it, and what it means for a retry.
struct ToldError {
  std::int32_t standard =
      0;  ///< the system's own (std::errc), and then neither word nor text; 0 = one of ours
  std::string word = {};
  std::string text = {};
  std::uint32_t message = 98;
  Failure failure = Failure::unknown;
  std::string detail = {};
  std::string field = {};
  std::optional<Instant> not_before = {};

  static constexpr auto fields = events::field_list(
      events::field("standard", &ToldError::standard), events::field("word", &ToldError::word),
      events::field("text", &ToldError::text), events::field("message", &ToldError::message),
      events::field("failure", &ToldError::failure), events::field("detail", &ToldError::detail),
      events::field("field", &ToldError::field), events::field("notBefore", &ToldError::not_before));
};

ToldError told(const Error& error);
/// What was told, as an error again: it shows and counts as it did. Of ours it is not the enumerator, which
/// the other side may not know; whoever compares codes does so where they arose. Any thread.
Error heard(ToldError error);

}  // namespace kigen::orchestrator
