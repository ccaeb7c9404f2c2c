#include "orchestrator/jobs/queue.hpp"

#include <algorithm>
#include <limits>
#include <ranges>
#include <string_view>

#include "orchestrator/jobs/kinds.hpp"

namespace kigen::orchestrator {
namespace {

/// Takes one from a counter, and the counter away with the last.
template <class Counters>
void take_one(Counters& counters, const std::string& name) {
  const auto found = counters.find(name);
  if (--found->second == 0) counters.erase(found);
}

}  // namespace

void JobQueue::update(const Job& job) {
  const auto found = places_.find(job.id);
  const bool is_new = found == places_.end();
  if (!is_new) {
    leave(job.id, found->second);
    places_.erase(found);
  }
  if (has_ended(job)) return;
  if (is_new) set_limit(job.queued.key, job.queued.limit);
  const auto& place =
      places_[job.id] = {{job.queued.pool, job.queued.priority}, job.queued.key, job.due, job.stage};
  enter(job.id, place);
}

std::size_t JobQueue::free_places(const std::string& pool,
                                  const std::map<std::string, std::size_t>& sizes) const {
  auto size = sizes.find(pool);
  if (size == sizes.end()) size = sizes.find(std::string(job_pool::base_of(pool)));
  return size == sizes.end() ? 0 : size->second - std::min(size->second, running(pool));
}

/// Of each class as many as could start if all that is better takes its keys from it.
std::vector<JobQueue::Candidate> JobQueue::due_heads(Instant now,
                                                     const std::map<std::string, std::size_t>& sizes) const {
  std::map<std::string_view, std::size_t> free;
  for (const auto& [where, heads] : heads_) free[where.pool] = free_places(where.pool, sizes);
  std::size_t enough = 0;
  for (const auto& [pool, places] : free) enough += places;
  std::vector<Candidate> found;
  for (const auto& [where, heads] : heads_) {
    if (free.at(where.pool) == 0) continue;
    for (const auto& turn : std::views::take(heads, static_cast<std::ptrdiff_t>(enough))) {
      if (turn.first > now) break;
      found.emplace_back(-std::int64_t{where.priority}, turn);
    }
  }
  return found;
}

std::vector<JobId> JobQueue::startable(Instant now, const std::map<std::string, std::size_t>& sizes) const {
  auto candidates = due_heads(now, sizes);
  std::ranges::sort(candidates);
  std::map<std::string_view, std::size_t> starting;
  std::set<std::string_view> keys;
  std::vector<JobId> chosen;
  for (const auto& [priority, turn] : candidates) {
    const auto& place = places_.at(turn.second);
    const auto& pool = place.where.pool;
    if (starting[pool] == free_places(pool, sizes) || !keys.insert(place.key).second) continue;
    ++starting[pool];
    chosen.push_back(turn.second);
  }
  return chosen;
}

std::optional<Instant> JobQueue::next_due(Instant now) const {
  constexpr JobId last_id{Uuid{[] {
    std::array<std::uint8_t, 16> bytes{};
    bytes.fill(std::numeric_limits<std::uint8_t>::max());
    return bytes;
  }()}};
  std::optional<Instant> earliest;
  for (const auto& [where, heads] : heads_) {
    const auto later = heads.upper_bound({now, last_id});
    if (later != heads.end() && (!earliest || later->first < *earliest)) earliest = later->first;
  }
  return earliest;
}

std::size_t JobQueue::running(const std::string& pool) const {
  const auto found = running_by_pool_.find(pool);
  return found == running_by_pool_.end() ? 0 : found->second;
}

void JobQueue::enter(JobId id, const Place& place) {
  if (place.stage == JobStage::waiting) join_line(place, {place.due, id});
  if (place.stage == JobStage::running) start(id, place);
  if (place.stage == JobStage::parked) parked_.insert(id);
}

void JobQueue::leave(JobId id, const Place& place) {
  if (place.stage == JobStage::waiting) leave_line(place, {place.due, id});
  if (place.stage == JobStage::running) end(id, place);
  if (place.stage == JobStage::parked) parked_.erase(id);
}

void JobQueue::join_line(const Place& place, Turn turn) {
  auto& line = lines_[place.key][place.where];
  const bool free = !is_full(place.key);
  if (free) hide_head(place.where, line);
  line.insert(turn);
  if (free) show_head(place.where, line);
  ++waiting_;
}

void JobQueue::leave_line(const Place& place, Turn turn) {
  const auto lines = lines_.find(place.key);
  const auto line = lines->second.find(place.where);
  const bool free = !is_full(place.key);
  if (free) hide_head(place.where, line->second);
  line->second.erase(turn);
  if (free) show_head(place.where, line->second);
  if (line->second.empty()) lines->second.erase(line);
  if (lines->second.empty()) lines_.erase(lines);
  forget_key(place.key);
  --waiting_;
}

void JobQueue::start(JobId id, const Place& place) {
  running_jobs_.insert(id);
  ++running_by_pool_[place.where.pool];
  const bool was_full = is_full(place.key);
  ++running_keys_[place.key];
  if (!was_full && is_full(place.key)) hide_heads(place.key);
}

void JobQueue::end(JobId id, const Place& place) {
  running_jobs_.erase(id);
  take_one(running_by_pool_, place.where.pool);
  const bool was_full = is_full(place.key);
  take_one(running_keys_, place.key);
  if (was_full && !is_full(place.key)) show_heads(place.key);
  forget_key(place.key);
}

bool JobQueue::is_full(const std::string& key) const {
  const auto running = running_keys_.find(key);
  if (running == running_keys_.end()) return false;
  const auto limit = limits_.find(key);
  return running->second >= (limit == limits_.end() ? 1 : limit->second);
}

void JobQueue::set_limit(const std::string& key, std::uint32_t limit) {
  const bool was_full = is_full(key);
  if (limit > 1)
    limits_[key] = limit;
  else
    limits_.erase(key);
  if (was_full && !is_full(key)) show_heads(key);
  if (!was_full && is_full(key)) hide_heads(key);
}

/// Of a key that no job has, nothing is kept.
void JobQueue::forget_key(const std::string& key) {
  if (!lines_.contains(key) && !running_keys_.contains(key)) limits_.erase(key);
}

void JobQueue::show_heads(const std::string& key) {
  if (const auto lines = lines_.find(key); lines != lines_.end())
    for (const auto& [where, line] : lines->second) show_head(where, line);
}

void JobQueue::hide_heads(const std::string& key) {
  if (const auto lines = lines_.find(key); lines != lines_.end())
    for (const auto& [where, line] : lines->second) hide_head(where, line);
}

void JobQueue::show_head(const Class& where, const Line& line) {
  if (!line.empty()) heads_[where].insert(*line.begin());
}

void JobQueue::hide_head(const Class& where, const Line& line) {
  if (line.empty()) return;
  const auto heads = heads_.find(where);
  heads->second.erase(*line.begin());
  if (heads->second.empty()) heads_.erase(heads);
}

}  // namespace kigen::orchestrator
