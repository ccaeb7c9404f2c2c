#include "api/server/execute.hpp"

#include "api/errors.hpp"
#include "api/server/command_headers.hpp"
#include "orchestrator/runtime/errors.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::api {
namespace {

constexpr auto views_patience = std::chrono::seconds(2);

std::optional<std::string> id_in(const StreamId& stream) {
  const auto aggregate = aggregate_of(stream);
  if (aggregate.size() == stream.text.size()) return std::nullopt;
  return stream.text.substr(aggregate.size() + 1);
}

Receipt shown(const orchestrator::Receipt& receipt) {
  return {id_in(receipt.stream), receipt.stream, receipt.position, receipt.version, receipt.changed};
}

/// A refusal in the words of the request: its body is what the command calls settings.
Error in_words_of_the_request(Error error, bool conditional) {
  if (conditional && error.code == events::log_errc::version_conflict)
    return {make_error_code(api_errc::precondition_failed)};
  if (error.code == orchestrator::command_errc::id_reused) return {make_error_code(api_errc::key_reused)};
  constexpr std::string_view prefix = "settings.";
  if (error.field.starts_with(prefix)) error.field.erase(0, prefix.size());
  return error;
}

/// Whether the stream's newest record has this version.
Task<Result<bool>> stands_at(events::EventLog& log, const StreamId& stream, Version version) {
  if (version == 0) co_return false;
  CO_TRY(const auto records, co_await log.read_stream(stream, version, 2));
  co_return records.size() == 1;
}

Task<void> wait_for_views(Backend& backend, Position position) {
  // Slow or stopped views must not make an accepted command look refused: its receipt says where it is.
  const auto waited = co_await orchestrator::with_deadline(
      backend.clock, backend.clock.now() + views_patience, backend.runner.wait_until(position));
  static_cast<void>(waited.has_value());
}

}  // namespace

Task<Result<Executed>> execute(Backend& backend, const Call& call, orchestrator::Command command,
                               Manner manner) {
  orchestrator::Context context;
  context.actor = call.caller.actor;
  context.correlation = call.id;
  context.scope = call.caller.scope;
  context.person = call.caller.user;
  CO_TRY(context.command_id, command_id_of(call, manner.part, backend.fingerprint_key));
  CO_TRY(context.if_match, if_match_of(call.request));
  if (manner.replaces && !call.request.header("If-Match")) co_return fail(api_errc::precondition_required);
  const auto conditional = context.if_match.has_value();

  const auto done = co_await backend.orchestrator.execute(command, context);
  if (!done) co_return fail(in_words_of_the_request(done.error(), conditional));
  if (conditional && !done->changed) {  // nothing was appended that would have checked it
    CO_TRY(const bool holds, co_await stands_at(backend.log, command.stream, *context.if_match));
    if (!holds) co_return fail(api_errc::precondition_failed);
  }
  co_await wait_for_views(backend, done->position);
  co_return Executed{shown(*done), done->repeated};
}

ServerResponse receipt_answer(unsigned status, const Receipt& receipt) {
  auto answer = json_answer(status, receipt);
  return receipt.version == 0 ? answer : with_version(std::move(answer), receipt.version);
}

Task<Result<ServerResponse>> answer_command(Backend& backend, const Call& call, orchestrator::Command command,
                                            unsigned status, Manner manner) {
  CO_TRY(const auto done, co_await execute(backend, call, std::move(command), manner));
  co_return receipt_answer(status, done.receipt);
}

Route Route::runs(this Route self, unsigned status) {
  self.keyed = true;
  self.versioned = true;
  return std::move(self).gives<Receipt>(status);
}

}  // namespace kigen::api
