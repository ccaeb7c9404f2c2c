// Who gets hold of the server's memory finds neither the passwords that it was given nor the keys that it
// gave out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <fstream>

#include "tests/integration/support/installation.hpp"
#include "tests/integration/support/pretend_host.hpp"
#include "tests/support/places.hpp"

namespace kigen::tools {
namespace {

using testing::ContainsRegex;

class MemoryTest : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root may look into the server";
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
    here.claim();
  }
  /// A file of /proc/PID/ of the server.
  std::string proc(const std::string& name) {
    return here.run_script("cat /proc/$(cat data/log/lock)/" + name).output;
  }

  /// Where the key goes: over a login and su, each with its password.
  static boost::json::value settings_of(const tests::PretendHost& host) {
    const auto target = host.root_target("deploy");
    const auto apache = host.apache_settings();
    return {{"access",
             {{"host", host.ssh().host},
              {"port", host.ssh().port},
              {"loginId", "deploy"},
              {"loginPassword", target.password.reveal()},
              {"executionPassword", target.execution_password.reveal()}}},
            {"server",
             {{"kind", "apache"},
              {"certificateFile", apache.certificate_file},
              {"keyFile", apache.key_file},
              {"workFolder", apache.work_folder},
              {"controlProgram", apache.control_program},
              {"configFile", apache.config_file}}}};
  }

  tests::Installation here;
};

TEST_F(MemoryTest, NothingSecretIsLeftInIt) {
  const tests::PretendHost host;
  std::ofstream(here.folder() / "host") << settings_of(host);
  const auto script = tests::source_folder() / "tests" / "integration" / "memory" / "search.py";
  const auto searched = here.run_script("python3 " + script.string() + " data/log/lock host");
  EXPECT_EQ(searched.exit_code, 0) << searched.output;
}

TEST_F(MemoryTest, NeitherCoreNorSwapTakesItOut) {
  EXPECT_THAT(proc("limits"), ContainsRegex("Max core file size +0 +0 "));
  constexpr const char* may_lock =
      "(( 0x$(awk '/^CapEff/ { print $2 }' /proc/self/status) >> 14 & 1 ))";  // CAP_IPC_LOCK
  if (here.run_script(may_lock).exit_code == 0)
    EXPECT_THAT(proc("status"), ContainsRegex("VmLck:[ \t]+[1-9]"));
}

}  // namespace
}  // namespace kigen::tools
