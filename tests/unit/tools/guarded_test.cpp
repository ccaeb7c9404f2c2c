#include "tools/kigen/guarded.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace kigen::tools {
namespace {

TEST(Guarded, EndsAsItsWorkDoes) {
  EXPECT_EQ(guarded([] { return 3; }), 3);
}

TEST(Guarded, TellsWhatIsThrown) {
  testing::internal::CaptureStderr();
  const auto exit_code = guarded([]() -> int { throw std::runtime_error("no room\nat all"); });
  const auto said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(exit_code, 70);
  EXPECT_TRUE(said.starts_with("kigen: cannot go on: no room at all; ")) << said;
}

}  // namespace
}  // namespace kigen::tools
