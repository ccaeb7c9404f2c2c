// Golden files of all events, and the page that describes them. With KIGEN_WRITE_GOLDEN=1 in the environment,
// missing golden files are written (those that are there never change) and the page is made anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "events/any_event.hpp"
#include "tests/support/event_page.hpp"
#include "tests/support/places.hpp"
#include "tests/support/sample.hpp"

namespace kigen::events {
namespace {

namespace fs = std::filesystem;

const fs::path source = tests::source_folder();
const fs::path folder = source / "tests/golden/events";

bool writing() { return std::getenv("KIGEN_WRITE_GOLDEN") != nullptr; }

std::string name_of(std::string_view event, unsigned schema) {
  return std::string(event) + ".v" + std::to_string(schema) + ".json";
}

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

template <Event E>
void write_missing() {
  const auto path = folder / name_of(E::type.name, E::type.schema);
  if (!fs::exists(path)) std::ofstream(path, std::ios::binary) << to_json(tests::Sample<E>::of({})) << "\n";
}

/// The payload in the file of that schema, without the newline at its end.
template <Event E>
void expect_decoded(unsigned schema) {
  const auto path = folder / name_of(E::type.name, schema);
  ASSERT_TRUE(fs::exists(path)) << path
                                << " is missing: run this test with KIGEN_WRITE_GOLDEN=1 and commit the file";
  auto payload = content(path);
  ASSERT_TRUE(payload.ends_with("}\n")) << path;
  payload.pop_back();
  const auto event = decode_event(E::type.name, static_cast<std::uint16_t>(schema), payload);
  ASSERT_TRUE(event) << path << ": " << describe(event.error()) << " at " << event.error().field;
  if (schema == E::type.schema) {
    EXPECT_EQ(encode(*event).payload, payload) << path;
  }
}

TEST(golden, every_schema_of_every_event_is_decoded_for_ever) {
  for_each_event([]<class E>() {
    if (writing()) write_missing<E>();
    for (unsigned schema = 1; schema <= E::type.schema; ++schema) expect_decoded<E>(schema);
  });
}

TEST(golden, every_declared_event_is_in_the_list_of_all) {
  std::set<std::string> known;
  for_each_event([&]<class E>() { known.insert(std::string(E::type.name)); });
  for (const auto& [name, comment] : tests::declared_events(source / "events"))
    EXPECT_TRUE(known.contains(name)) << name << " is in no variant of events/any_event.hpp";
}

TEST(golden, no_stored_event_was_forgotten) {
  std::set<std::string> known;
  for_each_event([&]<class E>() {
    for (unsigned schema = 1; schema <= E::type.schema; ++schema) known.insert(name_of(E::type.name, schema));
  });
  for (const auto& entry : fs::directory_iterator(folder))
    EXPECT_TRUE(known.contains(entry.path().filename().string()))
        << entry.path() << ": an event that was once stored must stay declared";
}

TEST(golden, the_page_about_the_events_is_up_to_date) {
  const auto path = source / "docs/formats/events.md";
  const auto page = tests::event_page(source / "events");
  if (writing()) std::ofstream(path, std::ios::binary) << page;
  EXPECT_EQ(content(path), page) << "run this test with KIGEN_WRITE_GOLDEN=1 and commit " << path;
}

}  // namespace
}  // namespace kigen::events
