#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "orchestrator/jobs/brief_codec.hpp"
#include "orchestrator/jobs/told_error.hpp"
#include "orchestrator/jobs/two_halves.hpp"

namespace kigen::tests {

/// What arrives of a value at the other end of a wire.
template <class T>
T over_a_wire(const T& value) {
  const auto bytes = orchestrator::to_bytes(value);
  auto arrived = orchestrator::from_bytes<T>(bytes.reveal());
  ensure(arrived.has_value(), "what was written can be read");
  ensure(orchestrator::to_bytes(*arrived).reveal() == bytes.reveal(), "and is the same");
  return *std::move(arrived);
}

struct Nothing {
  static constexpr auto fields = events::field_list();
};
template <class T>
using Told = std::variant<std::conditional_t<std::is_void_v<T>, Nothing, T>, orchestrator::ToldError>;

/// The same of what is a value or an error.
template <class T>
Result<T> answer_over_a_wire(Result<T> answer) {
  Told<T> told;
  if (!answer)
    told = orchestrator::told(answer.error());
  else if constexpr (!std::is_void_v<T>)
    told = *std::move(answer);
  told = over_a_wire(told);
  if (auto* error = std::get_if<orchestrator::ToldError>(&told))
    return fail(orchestrator::heard(std::move(*error)));
  if constexpr (std::is_void_v<T>)
    return Result<>{};
  else
    return std::get<T>(std::move(told));
}

/// Home, as work at another site has it: all words and answers are bytes between.
class DistantHome final : public orchestrator::Home {
 public:
  explicit DistantHome(orchestrator::Home& home) : home_(home) {}

  Task<Result<>> report(orchestrator::Report report) override {
    send_noted();
    co_return answer_over_a_wire(co_await home_.report(over_a_wire(report)));
  }
  void note(orchestrator::Report report) override { noted_.push_back(std::move(report)); }
  Task<Result<SecretRef>> keep(orchestrator::KeepSecret made) override {
    co_return answer_over_a_wire(co_await home_.keep(over_a_wire(made)));
  }
  Task<Result<orchestrator::CancelReason>> ask(orchestrator::AskCancelled question) override {
    co_return answer_over_a_wire(co_await home_.ask(over_a_wire(question)));
  }
  /// With the next word, or the end.
  void send_noted() {
    for (auto& report : over_a_wire(std::exchange(noted_, {}))) home_.note(std::move(report));
  }

 private:
  orchestrator::Home& home_;
  std::vector<orchestrator::Report> noted_;
};

/// A handler whose second half is as far away as another process: it has what bytes can bring, and no more.
template <class Brief>
class OverBytes final : public orchestrator::JobHandler {
 public:
  explicit OverBytes(std::unique_ptr<orchestrator::TwoHalves<Brief>> handler)
      : handler_(std::move(handler)) {}
  std::string_view kind() const override { return handler_->kind(); }
  orchestrator::JobRules rules() const override { return handler_->rules(); }
  Result<orchestrator::Work> prepare(const orchestrator::World& world,
                                     const orchestrator::Job& job) override {
    TRY(auto gather, handler_->brief_for(world, job));
    return orchestrator::Work([this, gather = std::move(gather)](orchestrator::JobContext& context) {
      return run(gather, context);
    });
  }

 private:
  Task<Result<orchestrator::JobOutcome>> run(orchestrator::Gather<Brief> gather,
                                             orchestrator::JobContext& context) {
    if (!gather) co_return orchestrator::JobDone{};
    CO_TRY(const auto brief, co_await gather());
    orchestrator::HomeHere here(handler_->home(), context);
    DistantHome home(here);
    auto outcome = co_await handler_->work(over_a_wire(brief), home);
    home.send_noted();
    co_return answer_over_a_wire(std::move(outcome));
  }

  std::unique_ptr<orchestrator::TwoHalves<Brief>> handler_;
};

template <class Handler>
std::unique_ptr<orchestrator::JobHandler> over_bytes(std::unique_ptr<Handler> handler) {
  return std::make_unique<OverBytes<typename Handler::Brief>>(std::move(handler));
}

}  // namespace kigen::tests
