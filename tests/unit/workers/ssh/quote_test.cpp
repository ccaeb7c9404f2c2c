#include "workers/ssh/quote.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string out;
  std::array<char, 4096> buffer;
  for (std::size_t got; (got = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    out.append(buffer.data(), got);
  return out;
}

TEST(Quote, leaves_nothing_to_the_shell) {
  EXPECT_EQ(quote(""), "''");
  EXPECT_EQ(quote("it's"), "'it'\\''s'");
  EXPECT_EQ(quote("$(reboot) `id` \"x\" \\"), "'$(reboot) `id` \"x\" \\'");
}

RC_GTEST_PROP(Quote, a_shell_reads_back_every_byte, ()) {
  const auto bytes = *rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::nonZero<char>(),
                     rc::gen::element('\'', '"', '\\', '$', '`', '\n', '!', ' ', '*', ';', '&', '-')));
  RC_ASSERT(output_of("printf %s " + quote(bytes)) == bytes);
}

TEST(CommandLine, quotes_each_argument) {
  EXPECT_EQ(command_line({"install", "-m", "600", "a b"}).value(), "'install' '-m' '600' 'a b'");
}

TEST(CommandLine, refuses_what_no_program_can_be_given) {
  EXPECT_EQ(command_line({}).error().code, ssh_errc::command_failed);
  EXPECT_EQ(command_line({"cat", std::string("a\0b", 3)}).error().code, ssh_errc::command_failed);
}

}  // namespace
}  // namespace kigen::workers::ssh
