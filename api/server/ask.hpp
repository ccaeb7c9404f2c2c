#pragma once

#include <type_traits>
#include <utility>

#include "api/backend.hpp"
#include "events/core/offload.hpp"

namespace kigen::api {

/// What `question` finds in the World, durable all of it. It must copy what it takes out.
template <class Question>
Task<std::invoke_result_t<Question&, const orchestrator::World&>> ask_world(Backend& backend,
                                                                            Question question) {
  return backend.orchestrator.ask(std::move(question));
}

/// What `question` finds in the views, asked on the storage pool.
template <class Question>
Task<std::invoke_result_t<Question&, const projections::Views&>> ask_views(Backend& backend,
                                                                           Question question) {
  co_return co_await offload(
      backend.storage, [&views = std::as_const(backend.views), question = std::move(question)]() mutable {
        return question(views);
      });
}

}  // namespace kigen::api
