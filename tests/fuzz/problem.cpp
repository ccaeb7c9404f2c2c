#include "tests/fuzz/problem.hpp"

#include "api/server/problem.hpp"
#include "events/codec/canonical.hpp"
#include "events/codec/json_out.hpp"

namespace kigen::fuzz {

void expect_tellable(const Error& error) {
  const auto problem = api::problem_of(error, "0");
  ensure(problem.status >= 400 && problem.status < 500, "what a client sends is no fault of the server's");
  ensure(events::canonical_object(events::to_json(problem)).has_value(), "a problem document is JSON");
}

}  // namespace kigen::fuzz
