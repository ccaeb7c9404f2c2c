#pragma once

#include <array>
#include <string>

#include "api/routes/run_bodies.hpp"
#include "api/server/body.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/input.hpp"
#include "projections/log_lines/language.hpp"

namespace kigen::api {

/// Which orders or applies to list; without it all of them.
enum class RunState : std::uint8_t { open };

}  // namespace kigen::api

template <>
struct kigen::events::EnumWords<kigen::api::RunState> {
  static constexpr std::array<std::string_view, 1> words{"open"};
};

namespace kigen::api {

inline constexpr auto run_state = parameter<RunState>("state");
inline constexpr auto lang = parameter<projections::Language>("lang").usually("en");

inline Result<projections::Language> language_of(const Query& query) {
  TRY(const auto given, query.word<projections::Language>("lang"));
  return given.value_or(projections::Language::en);
}

/// Why a person cancels something; who did is in the record.
inline Result<std::string> cancel_reason(const Call& call) {
  TRY(auto body, optional_body_of<ReasonBody>(call));
  TRY_DO(orchestrator::check_text(body.reason, orchestrator::max_note_characters, "reason"));
  return body.reason;
}

}  // namespace kigen::api
