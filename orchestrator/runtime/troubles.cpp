#include "orchestrator/runtime/troubles.hpp"

#include <spdlog/spdlog.h>

namespace kigen::orchestrator {
namespace {

std::string name_of(Part part, const std::string& place) {
  const std::string word(events::word_of(part));
  return place.empty() ? word : word + " (" + place + ")";
}

}  // namespace

std::string_view advice_for(Part part) {
  switch (part) {
    case Part::event_log:
      return "Make room on the disk, or see to it: the product goes on by itself once it works. If records "
             "cannot be "
             "read, stop the server and run kigen verify";
    case Part::orchestrator:
      return "It goes on by itself when the event log does; if it does not, restart the server and read its "
             "log";
    case Part::views:
      return "Make room on the disk of views/, or see to it; if rows are damaged, stop the server, delete "
             "views/ and "
             "start: it is made anew from the event log";
    case Part::world_rows:
      return "Nothing is lost: the next start takes longer. Make room on the disk of world/, or see to it";
    case Part::vault:
      return "Make room on the disk of the vault, or see to it; a damaged or missing secret comes back from "
             "a backup, or "
             "is given again";
    case Part::jobs:
      return "See what each of them waits for, then retry or drop it";
    case Part::listener:
      return "See the server's log; usually too many files are open (LimitNOFILE)";
    case Part::http01:
      return "See to the address in [acme] http01_listen: another program may have it";
    case Part::dns_program:
      return "Run the program by hand with the words that the order's page shows";
    case Part::sessions:
      return "Nothing else stops, but a restart logs all out. Make room on the disk of the data folder";
  }
  return "";
}

void Troubles::note(Part part, const std::string& place, const Result<>& outcome) {
  const MutexLock lock(mutex_);
  const auto found = all_.find(Place{part, place});
  if (outcome && found == all_.end()) return;
  if (outcome) {
    spdlog::info("{} works again", name_of(part, place));
    all_.erase(found);
  } else if (found == all_.end()) {
    const auto now = clock_.now();
    spdlog::error("{} does not work: {}. {}", name_of(part, place), describe(outcome.error()),
                  advice_for(part));
    all_.emplace(Place{part, place}, Trouble{part, place, now, now, 1, outcome.error()});
  } else {
    found->second.last = clock_.now();
    found->second.error = outcome.error();
    ++found->second.times;
  }
}

std::vector<Trouble> Troubles::all() const {
  const MutexLock lock(mutex_);
  std::vector<Trouble> all;
  for (const auto& [place, trouble] : all_) all.push_back(trouble);
  return all;
}

bool Troubles::has(Part part) const {
  const MutexLock lock(mutex_);
  const auto first = all_.lower_bound(Place{part, {}});
  return first != all_.end() && first->first.part == part;
}

}  // namespace kigen::orchestrator
