#pragma once

#include <optional>
#include <string>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "workers/ca/acme/resources.hpp"

namespace kigen::workers::ca::acme {

/// A CA's answer of a status that is no success.
struct Refusal {
  std::string url = {};  ///< that was asked
  unsigned status = 0;
  Problem problem = {};
  std::optional<Instant> retry_after = {};
};

/// What a refused request means to an order; the detail says who answered what. Types of RFC 8555 §6.7; an
/// unknown type with a 4xx status is a refusal, anything with 5xx or without a type may pass. A Retry-After
/// becomes not_before.
Error to_error(const Refusal& refusal);

/// What was read from an answer of `url`; an error names that.
template <class T>
Result<T> from(const std::string& url, Result<T> read) {
  if (!read) read.error().detail = url + ": " + read.error().detail;
  return read;
}

/// What a failed exchange with the CA means: outcome_unknown when it broke behind a request that `changes`
/// something.
Error as_ca_error(const Error& net_error, bool changes);

}  // namespace kigen::workers::ca::acme
