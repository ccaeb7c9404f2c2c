#include "events/core/overloaded.hpp"
#include "projections/log_lines/lines_of.hpp"
#include "projections/log_lines/messages.hpp"
#include "projections/log_lines/times.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using Lines = std::vector<Line>;

/// How often, and since when; nothing of something that happened once.
struct Counted {
  explicit Counted(const auto& event)
      : times(event.since ? std::to_string(event.times) : ""),
        since(event.since ? moment_of(*event.since) : "") {}
  std::string times;
  std::string since;
};

std::string_view form_of(Door door, const std::string& account) {
  if (door == Door::claim) return "claim";
  return account.empty() ? "unknown" : "";
}

template <class Knocks>
Lines knock_lines(std::uint16_t number, const Knocks& e) {
  const Counted counted(e);
  return {make_line(
      number,
      {{"name", e.account}, {"times", counted.times}, {"since", counted.since}, {"address", e.address}},
      form_of(e.door, e.account))};
}

Lines refused_lines(const Fact& fact, const RequestRefused& e) {
  const Counted counted(e);
  return {make_line(3523,
                    {{"name", fact.record.meta.actor.id},
                     {"operation", e.operation},
                     {"code", e.code},
                     {"times", counted.times},
                     {"since", counted.since},
                     {"address", e.address}},
                    e.user ? "" : "stranger")};
}

Lines ended_lines(const SessionEnded& e) {
  const auto form = e.reason == SessionEnd::logged_out ? std::string_view() : word_of(e.reason);
  return {make_line(3509, {{"name", e.account.empty() ? to_text(e.user) : e.account}, {"address", e.address}},
                    form)};
}

}  // namespace

Lines lines_of(const Fact& fact, const SecurityEvent& event) {
  return std::visit(
      overloaded{
          [&](const LoginFailed& e) { return knock_lines(3521, e); },
          [&](const KnockThrottled& e) { return knock_lines(3522, e); },
          [&](const RequestRefused& e) { return refused_lines(fact, e); },
          [&](const SessionEnded& e) { return ended_lines(e); },
          [&](const TokenUsed& e) {
            return Lines{make_line(3524, {{"name", e.account}, {"token", e.name}, {"address", e.address}})};
          },
      },
      event);
}

}  // namespace kigen::projections
