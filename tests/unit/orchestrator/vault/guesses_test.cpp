#include "orchestrator/vault/guesses.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "events/core/secret.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::orchestrator::vault {
namespace {

const std::vector<std::string> known{"hanako.yamada@example.co.jp", "Sakura Foods K.K."};

std::string refusal_of(std::string password) {
  const auto valid = validate_persons_password(Secret(std::move(password)), known);
  return valid ? "" : error_word(valid.error().code);
}

TEST(PersonsPassword, among_the_first_that_are_tried_is_refused) {
  for (const auto* const password :
       {"password1234",        "Password1234",  "P4$$w0rd2026!",    "passwordpassword", "qwertyuiop12",
        "1qaz2wsx3edc",        "aaaaaaaaaaaa",  "abcabcabcabc",     "abcdefghijkl",     "123456789012",
        "0987654321098",       "letmein12345",  "welcome2026!!",    "Summer2026!!",     "baseball-dragon",
        "iloveyou-1990",       "Admin1234567!", "trustno1trustno1", "111122223333",     "zaq12wsxcde3",
        "football2025football"})
    EXPECT_EQ(refusal_of(password), "guessable") << password << ": " << guess_bits(password) << " bits";
}

TEST(PersonsPassword, of_unrelated_words_or_of_chance_is_taken) {
  for (const auto* const password :
       {"four quiet herons at dusk", "seven slow kettles", "correct horse battery staple", "kettle-noon-7",
        "xkqvbnwtrzpl", "f7Qm-2zLp-9wXs", "十二文字のパスワードです"})
    EXPECT_EQ(refusal_of(password), "") << password << ": " << guess_bits(password) << " bits";
}

TEST(PersonsPassword, holds_nothing_that_everybody_knows_of_the_person) {
  for (const auto* const password : {"four quiet yamada at dusk", "four HANAKO herons", "f0ur s4kur4 her0ns",
                                     "herons at example dusk", "four kigen herons", "K1GEN herons at dusk"})
    EXPECT_EQ(refusal_of(password), "tells_of_you") << password;
  EXPECT_EQ(refusal_of("four co jp herons"), "") << "what is short is in many words";
  const std::vector<std::string> japanese{"株式会社さくら食品"};
  EXPECT_FALSE(validate_persons_password(Secret(std::string("静かな株式会社さくら食品の鷺")), japanese));
}

TEST(PersonsPassword, is_not_too_short_first) { EXPECT_EQ(refusal_of("kigen"), "too_short"); }

TEST(GuessBits, count_capitals_and_signs_for_what_they_are_worth) {
  EXPECT_LT(guess_bits("Password"), 3);
  EXPECT_LT(guess_bits("P4$$w0rd"), 5);
  EXPECT_GT(guess_bits("xkqvbnwt"), 30);
  EXPECT_EQ(guess_bits(""), 0);
}

}  // namespace
}  // namespace kigen::orchestrator::vault
