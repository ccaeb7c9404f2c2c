#pragma once

#include "events/core/error.hpp"
#include "workers/ca/acme/resources.hpp"

namespace kigen::workers::ca::acme {

/// What a refused request means to an order: the CA's type and words go into the detail behind `status`.
/// Types of RFC 8555 §6.7; an unknown type with a 4xx status is a refusal, anything with 5xx or without a
/// type may pass.
Error to_error(unsigned status, const Problem& problem);

/// What a failed exchange with the CA means: outcome_unknown when it broke behind a request that `changes`
/// something.
Error as_ca_error(const Error& net_error, bool changes);

}  // namespace kigen::workers::ca::acme
