#include "orchestrator/net/places.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "orchestrator/net/source.hpp"

namespace kigen::orchestrator::net {
namespace {

constexpr std::string_view trusted_user = "(trusted)";

bool is_stranger(const Places::Place& place) { return !place.is_known(); }

}  // namespace

Places::Place::~Place() { std::erase(of_.held_, this); }

/// A stranger decides how long reading and sending last, and may hold up nobody by it; only what the server
/// itself works on is finished. A known one's request is finished in any case.
bool Places::Place::may_be_taken() const {
  return is_known() ? doing_ == Doing::idle : doing_ != Doing::answering;
}

void Places::Place::know(const std::string& user) {
  if (is_known()) return;
  if (of_.count([&](const Place& place) { return place.user_ == user; }) < of_.limits_.per_user) user_ = user;
}

std::size_t Places::count(const Wanted& wanted) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(held_, [&](const Place* place) { return wanted(*place); }));
}

/// The oldest place of those who hold most of what can be taken.
bool Places::make_room(const Wanted& among) {
  const auto can_be_taken = [&](const Place* place) { return among(*place) && place->may_be_taken(); };
  std::map<std::string_view, std::size_t> holdings;
  std::size_t most = 0;
  for (const auto* place : held_)
    if (can_be_taken(place)) most = std::max(most, ++holdings[place->holder()]);
  const auto oldest = std::ranges::find_if(
      held_, [&](const Place* place) { return can_be_taken(place) && holdings[place->holder()] == most; });
  if (oldest == held_.end()) return false;
  const auto give_way = std::exchange((*oldest)->give_way_, {});
  held_.erase(oldest);
  give_way();
  return true;
}

std::unique_ptr<Places::Place> Places::for_stranger(const std::string& address,
                                                    std::function<void()> give_way) {
  const auto source = source_of(address);
  const Wanted neighbours = [&](const Place& place) { return is_stranger(place) && place.source_ == source; };
  if (count(neighbours) >= limits_.per_source && !make_room(neighbours)) return nullptr;
  if (count(is_stranger) + limits_.for_known >= limits_.all && !make_room(is_stranger)) return nullptr;
  return seat(std::unique_ptr<Place>(new Place(*this, source, std::move(give_way))));
}

std::unique_ptr<Places::Place> Places::for_trusted(std::function<void()> give_way) {
  std::unique_ptr<Place> place(new Place(*this, {}, std::move(give_way)));
  place->user_ = trusted_user;
  return seat(std::move(place));
}

std::unique_ptr<Places::Place> Places::seat(std::unique_ptr<Place> place) {
  const auto is_any = [](const Place&) { return true; };
  if (held_.size() >= limits_.all && !make_room(is_stranger) && !make_room(is_any)) return nullptr;
  held_.push_back(place.get());
  return place;
}

}  // namespace kigen::orchestrator::net
