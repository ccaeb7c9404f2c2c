#pragma once

#include <boost/asio/this_coro.hpp>

#include <type_traits>
#include <utility>

#include "api/backend.hpp"
#include "events/core/offload.hpp"
#include "orchestrator/runtime/run_on.hpp"

namespace kigen::api {

/// What `question` finds in the World, asked on its loop. It must copy what it takes out.
template <class Question>
Task<std::invoke_result_t<Question&, const orchestrator::World&>> ask_world(Backend& backend,
                                                                            Question question) {
  using Answered = std::invoke_result_t<Question&, const orchestrator::World&>;
  auto& orchestrator = backend.orchestrator;
  const auto ask = [](orchestrator::Orchestrator& from, Question asked) -> Task<Answered> {
    co_return asked(from.world());
  };
  if (co_await asio::this_coro::executor == orchestrator.loop()) co_return question(orchestrator.world());
  co_return co_await orchestrator::run_on(orchestrator.loop(), ask(orchestrator, std::move(question)));
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
