#include "events/log/findings.hpp"

#include "events/log/event_log.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t max_kept = 1'000;

}  // namespace

void Findings::add(std::string where, std::string what) {
  if (const auto known = by_what_.find(what); known != by_what_.end()) {
    ++kept_[known->second].more_places;
  } else if (kept_.size() < max_kept) {
    by_what_[what] = kept_.size();
    kept_.push_back({std::move(where), std::move(what)});
  } else {
    ++further_;
  }
}

void Findings::add(std::string where, const Error& error) {
  add(std::move(where), error.code == log_errc::corrupt ? error.detail : describe(error));
}

}  // namespace kigen::events
