#include "api/server/sieve.hpp"

#include <algorithm>

#include "api/server/ask.hpp"

namespace kigen::api {
namespace {

using events::Record;
using projections::Reader;
using projections::Views;

Task<Result<std::vector<Record>>> seen_by(Backend& backend, Reader reader, std::vector<Record> records) {
  if (reader.scope.is_everything()) co_return backend.views.sight().seen_by(reader, std::move(records));
  co_return co_await ask_views(backend, [reader, records = std::move(records)](const Views& views) mutable {
    return views.sight().seen_by(reader, std::move(records));
  });
}

}  // namespace

projections::Sieve sieve_for(Backend& backend, Reader reader) {
  return [&backend, reader = std::move(reader)](std::vector<Record> records) {
    return seen_by(backend, reader, std::move(records));
  };
}

Task<Result<bool>> has_stream(Backend& backend, Reader reader, StreamId stream) {
  if (reader.scope.is_everything()) co_return backend.views.sight().is_for(reader, stream);
  co_return co_await ask_views(
      backend, [reader, stream](const Views& views) { return views.sight().is_for(reader, stream); });
}

Position seen_end(const Backend& backend, const Reader& reader) {
  const auto end = backend.log.end();
  return reader.scope.is_everything() ? end : std::min(end, backend.views.position());
}

}  // namespace kigen::api
