#pragma once

#include <type_traits>
#include <utility>

#include "api/backend.hpp"
#include "events/core/offload.hpp"

namespace kigen::api {

/// What `question` finds in the World, durable all of it. It must copy what it takes out. What is outside of
/// the scope is not there.
template <class Question>
Task<std::invoke_result_t<Question&, const orchestrator::World&>> ask_world(Backend& backend,
                                                                            const events::Scope& scope,
                                                                            Question question) {
  return backend.orchestrator.ask(scope, std::move(question));
}

/// The same of what is there for everybody: no service is, nor what hangs on one.
template <class Question>
Task<std::invoke_result_t<Question&, const orchestrator::World&>> ask_world(Backend& backend,
                                                                            Question question) {
  return ask_world(backend, events::Scope::of({}), std::move(question));
}

/// What `question` finds in the views, asked on the storage pool. Fails with projection_errc::being_made
/// while one of them is not where the others are.
template <class Question>
Task<std::invoke_result_t<Question&, const projections::Views&>> ask_views(Backend& backend,
                                                                           Question question) {
  co_return co_await offload(
      backend.storage, [&views = std::as_const(backend.views), question = std::move(question)]() mutable {
        std::invoke_result_t<Question&, const projections::Views&> answer;
        if (const auto even = views.are_even(); even)
          answer = question(views);
        else
          answer = fail(even.error());
        return answer;
      });
}

}  // namespace kigen::api
