#include "tools/kigen/protect.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>

namespace kigen::tools {
namespace {

/// In a process of its own: none of it can be taken back.
[[noreturn]] void protect_and_look() {
  protect_process();
  rlimit core{1, 1};
  ::getrlimit(RLIMIT_CORE, &core);
  const bool is_closed = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
  const bool is_private = ::umask(0) == 077;
  std::_Exit(core.rlim_max == 0 && is_closed && is_private ? 0 : 1);
}

TEST(ProtectedProcess, writes_no_core_is_closed_to_others_and_makes_private_files) {
  EXPECT_EXIT(protect_and_look(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace kigen::tools
