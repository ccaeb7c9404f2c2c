#pragma once

#include "api/backend.hpp"
#include "projections/audit/query.hpp"
#include "projections/audit/reader.hpp"

namespace kigen::api {

// What of the event log is there for whom. Whose things are the views know; who sees everything does not wait
// for them.

/// What the reader may see of records, which are before seen_end().
projections::Sieve sieve_for(Backend& backend, projections::Reader reader);
/// Whether the stream is there for the reader.
Task<Result<bool>> has_stream(Backend& backend, projections::Reader reader, StreamId stream);
/// The end of the log to the reader. To those who do not see everything it is where the views are: what is
/// beyond might be theirs, but nobody can tell.
Position seen_end(const Backend& backend, const projections::Reader& reader);

}  // namespace kigen::api
