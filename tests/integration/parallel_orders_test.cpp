// Orders of one CA account under way at once, as many as its settings say and no more, at a real CA.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>

#include "tests/integration/support/installation.hpp"
#include "tests/integration/support/pebble_server.hpp"

namespace kigen::tools {
namespace {

constexpr int limit = 3;
constexpr int services = 6;

/// A dns-01 hook that keeps its order waiting until as many others wait beside it as may, or fails after 20
/// s; each line of "counts" says how many there were at once.
std::string meeting_hook(const std::string& folder, const std::string& hook) {
  return "#!/bin/bash\ncd " + folder + "\nlimit=" + std::to_string(limit) + "\nhook=" + hook + R"--(
met() { [ "$(sort -n counts | tail -1)" -ge $limit ]; }
if [ "$1" = add ]; then
  touch "here.$$"
  for _ in {1..200}; do
    ls -d here.* | wc -l >> counts
    ! met || break
    sleep 0.1
  done
  met || { rm "here.$$"; exit 1; }
fi
"$hook" "$@"
status=$?
rm -f "here.$$"
exit $status
)--";
}

TEST(ParallelOrders, OfOneAccountOverlapUpToItsLimit) {
  tests::Installation here;
  tests::PebbleServer pebble{{}};
  const auto meeting = here.folder() / "meeting";
  std::filesystem::create_directory(meeting);
  const auto hook = here.folder() / "hook";
  std::ofstream(hook) << meeting_hook(meeting.string(), pebble.dns_hook().string());
  ASSERT_EQ(chmod(hook.c_str(), 0700), 0);
  here.put_hook(hook);
  const auto served = here.serve();
  ASSERT_EQ(served.exit_code, 0) << served.output;
  here.claim();
  std::ofstream(here.folder() / "root.pem") << pebble.root_pem();
  const auto ordered =
      here.run_script("\"$KIGEN\" ca create --name pebble --directory-url " + pebble.directory_url() +
                      " --trust-pem-file root.pem --challenge dns-01 --dns-hook hook"
                      " --parallel-orders " +
                      std::to_string(limit) + R"( > /dev/null
    "$KIGEN" settings edit --order-poll 1 > /dev/null
    for n in {1..)" + std::to_string(services) +
                      R"(}; do
      "$KIGEN" service create --name s$n --common-name s$n.example.test --ca-account pebble --rule never > /dev/null
      "$KIGEN" order start s$n --no-wait --json | grep -o '"id": *"[^"]*"' | cut -d'"' -f4 >> orders
    done
    while read -r order; do "$KIGEN" order watch "$order"; done < orders)");
  EXPECT_EQ(ordered.exit_code, 0) << ordered.output << here.said();
  EXPECT_EQ(here.run_script("sort -n meeting/counts | tail -1").output, std::to_string(limit) + "\n");
}

}  // namespace
}  // namespace kigen::tools
