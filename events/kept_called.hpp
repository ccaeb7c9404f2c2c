#pragma once

#include <string>

#include "events/kept.hpp"

namespace kigen::events {

/// How things of a kept kind are called within an English sentence. They stay as long as the process.
struct KeptCalled {
  std::string one;     ///< "organization", "CA account"
  std::string an_one;  ///< "an organization", "a CA account"
  std::string all;     ///< "organizations", "accesses"
};

/// `name` begins a sentence: "Organization". One that begins with two capitals, "CA account", is a short
/// form.
inline KeptCalled called(std::string name) {
  const auto is_capital = [&](std::size_t at) {
    return at < name.size() && name[at] >= 'A' && name[at] <= 'Z';
  };
  if (!is_capital(1)) name[0] = static_cast<char>(name[0] | 0x20);
  const bool vowel = std::string_view("aeiou").contains(name[0]);
  return {
      .one = name, .an_one = (vowel ? "an " : "a ") + name, .all = name + (name.ends_with('s') ? "es" : "s")};
}

/// As a sentence begins: "Organizations".
inline std::string begun(std::string text) {
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] & ~0x20);
  return text;
}

template <class S>
const KeptCalled& kept_called() {
  static const auto words = called(std::string(S::kept.en));
  return words;
}

}  // namespace kigen::events
