// The examples in docs/formats/event-log.md are true.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "events/any_event.hpp"
#include "events/log/checkpoint.hpp"
#include "events/log/record.hpp"
#include "tests/support/places.hpp"

namespace kigen::events {
namespace {

/// The indented blocks of the page, without their indentation.
std::string examples() {
  std::ifstream page(tests::source_folder() / "docs/formats/event-log.md");
  std::string text, line;
  while (std::getline(page, line)) {
    if (line.starts_with("    ")) text += line.substr(4) + "\n";
    if (line.empty()) text += "\n";
  }
  return text;
}

/// From `begin` to the end of its line.
std::string line_at(const std::string& text, std::string_view begin) {
  const auto at = text.find(begin);
  return at == text.npos ? "" : text.substr(at, text.find('\n', at) - at);
}

TEST(EventLogPage, its_example_can_be_checked) {
  const auto text = examples();
  const auto bytes = line_at(text, "{\"position\":0");
  const auto record = decode_record(bytes);
  ASSERT_TRUE(record) << describe(record.error());
  EXPECT_EQ(encode_record(*record), bytes);
  EXPECT_TRUE(decode_event(record->type, record->schema, record->payload));

  const auto note_at = text.find("example.com/log\n1\n");
  const auto signature = line_at(text, "— example.com/log");
  const auto note = text.substr(note_at, text.find(signature) - note_at) + signature + "\n";
  const auto checkpoint = open_checkpoint(note, line_at(text, "example.com/log+"));
  ASSERT_TRUE(checkpoint) << describe(checkpoint.error());
  EXPECT_EQ(checkpoint->tree, (TreeHead{1, leaf_hash(bytes)}));
}

}  // namespace
}  // namespace kigen::events
