// Views that followed a log live, in whatever batches and over whatever restarts, have the same rows as views
// built from the whole log at once. The histories are any events in any order: a fold never refuses.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "events/any_event.hpp"
#include "tests/support/sample.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/views.hpp"

namespace kigen::tests {
namespace {

using projections::Views;

/// Adds one event, with every field filled, to the stream of a thing: the ids in it are those of first
/// things.
using Adder = std::function<void(History&, bool first)>;

/// "order" → the stream whose id other events' fields named "order" hold, or a second one.
StreamId stream_for(std::string_view type, bool first) {
  const auto aggregate = std::string(type.substr(0, type.find('.')));
  bool is_single = false;
  events::for_aggregate(aggregate, [&]<class Aggregate>() { is_single = Aggregate::is_single; });
  if (is_single) return {aggregate};
  return {aggregate + "-" + to_text(sample_uuid(first ? aggregate : aggregate + " 2"))};
}

const std::vector<Adder>& adders() {
  static const auto all = [] {
    std::vector<Adder> made;
    events::for_each_event([&]<class E>() {
      made.push_back([](History& history, bool first) {
        history.add(stream_for(E::type.name, first), Sample<E>::of({}));
      });
    });
    return made;
  }();
  return all;
}

/// The things first, then anything, so that most events find what they are about.
History any_history() {
  History history;
  for (const auto& add : adders()) add(history, true);
  const auto choices = *rc::gen::container<std::vector<std::pair<std::size_t, bool>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, adders().size()), rc::gen::arbitrary<bool>()));
  for (const auto& [which, first] : choices) adders()[which](history, first);
  return history;
}

TEST(ViewsProperty, rebuilt_is_followed_live) {
  EXPECT_TRUE(rc::check("rows do not depend on batches or restarts", [] {
    const auto history = any_history();
    const TempFolder folder;
    const bool restarts = *rc::gen::inRange(0, 50) == 0;  // rarely: a database on disk is slow to open
    auto live = restarts ? *Views::open(folder.path()) : *Views::in_memory();
    std::span<const events::Record> rest = history.records();
    while (!rest.empty()) {
      const auto count = std::min<std::size_t>(rest.size(), *rc::gen::inRange<std::size_t>(1, 40));
      RC_ASSERT(live->fold(rest.first(count)).has_value());
      rest = rest.subspan(count);
      if (restarts && *rc::gen::arbitrary<bool>()) {
        live.reset();
        live = *Views::open(folder.path());
      }
    }
    const auto rebuilt = views_of(history);
    RC_ASSERT(rows_of(*live) == rows_of(*rebuilt));
    RC_ASSERT(events::to_json(live->dashboard().page(tests::everything, 10).value()) ==
              events::to_json(rebuilt->dashboard().page(tests::everything, 10).value()));
    RC_ASSERT(events::to_json(live->services().list(tests::everything, {}, {}).value()) ==
              events::to_json(rebuilt->services().list(tests::everything, {}, {}).value()));
  }));
}

}  // namespace
}  // namespace kigen::tests
