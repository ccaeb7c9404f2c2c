#include "orchestrator/vault/guesses.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "orchestrator/vault/worst_passwords.hpp"

namespace kigen::orchestrator::vault {
namespace {

// What is tried for each, in bits.
constexpr double letter_bits = 4.7;    // 26
constexpr double digit_bits = 3.3;     // 10
constexpr double other_bits = 5;       // the signs of a keyboard; a byte of what is no ASCII
constexpr double disguise_bits = 1;    // written plainly, or with capitals or signs in it
constexpr double repetition_bits = 1;  // of what stands just before
constexpr double run_bits = 5;         // where it begins and which way it goes, without its length
constexpr double year_bits = 7;
constexpr std::size_t min_word = 3;
constexpr std::size_t min_run = 3;
constexpr std::array<std::string_view, 6> rows{
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb"};

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

char plain(char c) {
  constexpr std::string_view signs = "4@3!10$57+";
  constexpr std::string_view letters = "aaeiiosstt";
  const auto at = signs.find(c);
  return at == signs.npos ? small(c) : letters[at];
}

std::string with_each(std::string_view text, char (*change)(char)) {
  std::string changed(text);
  std::ranges::transform(changed, changed.begin(), change);
  return changed;
}

class Words {
 public:
  Words() {
    auto rest = worst_passwords;
    for (double rank = 1; !rest.empty(); ++rank) {
      const auto word = rest.substr(0, rest.find('\n'));
      bits_.emplace(word, std::log2(rank));
      longest_ = std::max(longest_, word.size());
      rest.remove_prefix(word.size() + 1);
    }
  }
  std::size_t longest() const { return longest_; }
  /// None that is infinitely far down the list.
  double bits(std::string_view word) const {
    const auto found = bits_.find(word);
    return found == bits_.end() ? INFINITY : found->second;
  }

 private:
  std::unordered_map<std::string_view, double> bits_;
  std::size_t longest_ = 0;
};

const Words& words() {
  static const Words all;
  return all;
}

double bits_of(char c) {
  return is_digit(c) ? digit_bits : small(c) >= 'a' && small(c) <= 'z' ? letter_bits : other_bits;
}

bool is_year(std::string_view text) {
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) && is_digit(text[2]) &&
         is_digit(text[3]);
}

bool is_run(std::string_view text) {
  const std::string backwards(text.rbegin(), text.rend());
  return text.size() >= min_run && std::ranges::any_of(rows, [&](std::string_view row) {
           return row.contains(text) || row.contains(backwards);
         });
}

/// What is tried to come from a place to each behind it.
class Guesser {
 public:
  explicit Guesser(std::string_view password)
      : as_typed_(password), small_(with_each(password, small)), plain_(in_plain_letters(password)) {}

  double bits() {
    best_.assign(small_.size() + 1, INFINITY);
    best_[0] = 0;
    for (std::size_t at = 0; at < small_.size(); ++at) go_on_from(at);
    return best_.back();
  }

 private:
  void reach(std::size_t from, std::size_t length, double bits) {
    best_[from + length] = std::min(best_[from + length], best_[from] + bits);
  }
  void go_on_from(std::size_t at) {
    reach(at, 1, bits_of(small_[at]));
    const auto most = small_.size() - at;
    for (std::size_t length = min_word; length <= std::min(most, words().longest()); ++length) {
      const std::string_view part = std::string_view(small_).substr(at, length);
      reach(at, length, word_bits(at, length));
      if (is_year(part)) reach(at, length, year_bits);
      if (is_run(part)) reach(at, length, run_bits + std::log2(static_cast<double>(length)));
    }
    for (std::size_t length = 1; length <= std::min(most, at); ++length)
      if (small_.compare(at, length, small_, at - length, length) == 0) reach(at, length, repetition_bits);
  }
  double word_bits(std::size_t at, std::size_t length) const {
    const auto typed = as_typed_.substr(at, length);
    const auto word = std::string_view(small_).substr(at, length);
    const auto disguised = std::string_view(plain_).substr(at, length);
    return std::min(words().bits(word) + (word == typed ? 0 : disguise_bits),
                    words().bits(disguised) + (disguised == typed ? 0 : 2 * disguise_bits));
  }

  std::string_view as_typed_;
  std::string small_;
  std::string plain_;
  std::vector<double> best_ = {};
};

}  // namespace

double guess_bits(std::string_view password) { return Guesser(password).bits(); }

std::string in_plain_letters(std::string_view text) { return with_each(text, plain); }

}  // namespace kigen::orchestrator::vault
