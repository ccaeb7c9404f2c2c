#include "workers/ssh/incoming.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace kigen::workers::ssh {
namespace {

TEST(Preamble, is_some_lines_before_the_identification) {
  Preamble preamble;
  EXPECT_TRUE(preamble.take("Welcome\r\nto this ho"));
  EXPECT_TRUE(preamble.take("st\r\nSSH-2.0-Here\r\n"));
  EXPECT_TRUE(preamble.take(std::string(100'000, '\n'))) << "what follows are packets";
}

TEST(Preamble, has_an_end) {
  for (const std::string line : {"\n", "x\r\n", "SSH\n", " SSH-2.0-Late\n"}) {
    Preamble preamble;
    for (std::size_t i = 0; i < Preamble::max_lines; ++i) ASSERT_TRUE(preamble.take(line)) << line << i;
    EXPECT_FALSE(preamble.take(line)) << line;
  }
  Preamble preamble;
  EXPECT_TRUE(preamble.take(std::string(Preamble::max_bytes, 'x')));
  EXPECT_FALSE(preamble.take("x"));
}

/// Both ends of a connection.
class IncomingTest : public testing::Test {
 protected:
  IncomingTest() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_), 0); }
  ~IncomingTest() override {
    for (const int end : ends_) ::close(end);
  }
  void send(const std::string& bytes) {
    ASSERT_EQ(::send(ends_[0], bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  }
  ssize_t take(std::size_t size) {
    buffer_.resize(size);
    return incoming_.take(ends_[1], buffer_.data(), size);
  }

  int ends_[2] = {-1, -1};
  std::string buffer_;
  Incoming incoming_;
};

TEST_F(IncomingTest, gives_a_call_one_piece) {
  send("SSH-2.0-Here\n" + std::string(2 * Incoming::piece_bytes, 'x'));
  EXPECT_EQ(take(1), -EAGAIN) << "no call was begun";
  incoming_.begin_call();
  std::size_t got = 0;
  while (take(1) == 1) ++got;
  EXPECT_EQ(got, Incoming::piece_bytes);
  incoming_.begin_call();
  EXPECT_EQ(take(100), 100);
  EXPECT_TRUE(incoming_.opening().starts_with("SSH-2.0-Here\nxxx"));
}

TEST_F(IncomingTest, ends_a_connection_that_has_no_end) {
  const std::string piece(Incoming::piece_bytes, 'x');
  send("SSH-2.0-Here\n");
  ssize_t got = 1;
  std::size_t total = 0;
  for (; got > 0 && total < 2 * Incoming::max_bytes;
       total += static_cast<std::size_t>(std::max<ssize_t>(got, 0))) {
    incoming_.begin_call();
    got = take(piece.size());
    if (got > 0) send(piece);
  }
  EXPECT_EQ(got, -ECONNABORTED);
  EXPECT_LE(total, Incoming::max_bytes);
  EXPECT_TRUE(incoming_.refusal().contains("bytes on one connection"));
}

}  // namespace
}  // namespace kigen::workers::ssh
