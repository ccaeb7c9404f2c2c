#include "orchestrator/vault/password.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "orchestrator/vault/guesses.hpp"
#include "orchestrator/vault/libsodium.hpp"

namespace kigen::orchestrator::vault {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 64u << 20;
/// A thousand million guesses: at a tenth of a second for each, three years.
constexpr double min_guess_bits = 30;
constexpr std::string_view product = "kigen";
constexpr std::size_t min_known_bytes = 4;  // shorter ones, as "com", are in half of all words

/// UTF-8 code points: a person counts characters, not bytes.
std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool is_part_of_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

/// The words of a mail address or a name.
std::vector<std::string_view> words_in(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
    end = begin;
    while (end < text.size() && is_part_of_word(text[end])) ++end;
    if (end - begin >= min_known_bytes) words.push_back(text.substr(begin, end - begin));
  }
  return words;
}

/// The first word that everybody knows of the person; empty when there is none in the password.
std::string known_word_in(std::string_view password, std::span<const std::string> known) {
  const auto letters = in_plain_letters(password);
  const auto is_in_it = [&](std::string_view word) { return letters.contains(in_plain_letters(word)); };
  if (is_in_it(product)) return std::string(product);
  for (const auto& text : known)
    for (const auto word : words_in(text))
      if (is_in_it(word)) return std::string(word);
  return {};
}

}  // namespace

std::error_code make_error_code(password_errc code) {
  static const TableCategory table(
      "password",
      {{int(password_errc::too_short), "too_short", "the password needs at least 12 characters", 5},
       {int(password_errc::too_long), "too_long", "the password may have at most 1,024 bytes", 5},
       {int(password_errc::guessable), "guessable",
        "the password is among the first that are tried; take several words that do not belong together", 5},
       {int(password_errc::tells_of_you), "tells_of_you",
        "the password holds a word of the mail address, of the company or of the product; leave it out", 5},
       {int(password_errc::out_of_memory), "out_of_memory", "there is not enough memory to hash a password",
        98, Failure::transient, Answer::unavailable}});
  return {int(code), table};
}

Result<> validate_password(const Secret& password) {
  if (password.reveal().size() > max_password_bytes) return fail(password_errc::too_long, {}, "password");
  if (characters(password.reveal()) < min_password_characters)
    return fail(password_errc::too_short, {}, "password");
  return {};
}

Result<> validate_persons_password(const Secret& password, std::span<const std::string> known) {
  TRY_DO(validate_password(password));
  if (const auto word = known_word_in(password.reveal(), known); !word.empty())
    return fail(password_errc::tells_of_you, word, "password");
  if (guess_bits(password.reveal()) < min_guess_bits) return fail(password_errc::guessable, {}, "password");
  return {};
}

Result<Secret> hash_password(const Secret& password) {
  start_libsodium();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const auto& text = password.reveal();
  if (crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), passes, memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(password_errc::out_of_memory);
  return Secret(std::string(hash.data()));
}

bool is_password(const Secret& hash, const Secret& password) {
  start_libsodium();
  const auto& text = password.reveal();
  return crypto_pwhash_str_verify(hash.reveal().c_str(), text.data(), text.size()) == 0;
}

Secret make_token(Random& random, std::string_view prefix) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(bytes.data(), bytes.size());
  return Secret(std::string(prefix) + text.data());
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace kigen::orchestrator::vault
