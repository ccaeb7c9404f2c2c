#include <deque>
#include <string>
#include <vector>

#include "events/aggregates.hpp"
#include "projections/log_lines/messages.hpp"

namespace kigen::projections {
namespace {

/// The wording of one language: what the thing is called, and what became of it.
std::string_view worded(std::deque<std::string>& texts, std::string_view noun, std::string_view rest) {
  return texts.emplace_back(std::string(noun) + std::string(rest));
}

std::vector<Message> made(std::deque<std::string>& texts) {
  std::vector<Message> all;
  events::KeptThings::for_each([&]<class S>() {
    const auto& kept = S::kept;
    if (kept.first_line == 0) return;  // they are told of in the words of another
    const auto add = [&](int place, std::string_view en, std::string_view ja) {
      all.push_back({static_cast<std::uint16_t>(kept.first_line + place), "", LogLevel::info, kept.module,
                     "name", worded(texts, kept.en, en), worded(texts, kept.ja, ja)});
    };
    add(0, " {name} was created.", " {name} を作成しました。");
    add(1, " {name} was edited.", " {name} を変更しました。");
    add(2, " {name} was deleted.", " {name} を削除しました。");
  });
  return all;
}

}  // namespace

std::span<const Message> kept_messages() {
  static std::deque<std::string> texts;
  static const auto all = made(texts);
  return all;
}

}  // namespace kigen::projections
