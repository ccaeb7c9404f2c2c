#include "tools/kigen/protect.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "events/core/error.hpp"

namespace kigen::tools {
namespace {

constexpr mode_t access_of_others = 077;

void forbid_images() {
  const rlimit none{0, 0};
  ensure(::setrlimit(RLIMIT_CORE, &none) == 0, "no core file is written");
  // Nor handed to a program that collects them; and what belongs to the same user may not attach to this
  // process.
  ensure(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "this process is closed to others");
}

/// Nothing is swapped out. Only where no limit could let an allocation fail later: as root, as a service with
/// CAP_IPC_LOCK, or without a limit. Asked with a limit of nothing, the kernel says whether one would bind.
void lock_memory() {
  rlimit now{};
  if (::getrlimit(RLIMIT_MEMLOCK, &now) != 0) return;
  const rlimit nothing{now.rlim_cur == RLIM_INFINITY ? RLIM_INFINITY : 0, now.rlim_max};
  if (::setrlimit(RLIMIT_MEMLOCK, &nothing) != 0) return;
  ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
  ::setrlimit(RLIMIT_MEMLOCK, &now);
}

}  // namespace

void protect_process() {
  ::umask(access_of_others);
  forbid_images();
  lock_memory();
}

}  // namespace kigen::tools
