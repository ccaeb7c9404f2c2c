// What an ACME CA answers (RFC 8555): each document, whatever it was meant to be.
#include "events/core/readable.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "workers/ca/acme/problem_errors.hpp"
#include "workers/ca/acme/resources.hpp"

namespace kigen::fuzz {
namespace {

using namespace workers::ca::acme;

constexpr std::size_t max_words_bytes = 500 + 3;  // an ellipsis where they were cut

void expect_tellable(const Problem& problem) {
  ensure(problem.type.size() <= max_words_bytes && problem.detail.size() <= max_words_bytes,
         "a CA's words are cut");
  const auto words = to_text(problem);
  ensure(is_readable(words), "a CA's words can be logged");
}

void try_order(std::string_view input) {
  const auto order = parse_order(input);
  if (order && order->error) expect_tellable(*order->error);
}

void try_authorization(std::string_view input) {
  const auto authorization = parse_authorization(input);
  if (!authorization) return;
  for (const auto& challenge : authorization->challenges)
    if (challenge.error) expect_tellable(*challenge.error);
}

}  // namespace

void try_input(std::string_view input) {
  const auto problem = parse_problem(input);
  expect_tellable(problem);
  ensure(!to_error({"https://ca.test/order", 429, problem}).detail.empty(), "a refusal has words");
  (void)parse_directory(input).has_value();
  try_order(input);
  try_authorization(input);
}

}  // namespace kigen::fuzz
