#pragma once

#include <optional>
#include <string>

#include "api/backend.hpp"
#include "api/server/answer.hpp"
#include "api/server/route.hpp"
#include "orchestrator/command.hpp"

namespace kigen::api {

/// What an accepted command left in the log; as in openapi.json.
struct Receipt {
  std::optional<std::string> id = {};  ///< of the thing; none for singletons
  StreamId stream = {};
  Position position = 0;
  Version version = 0;
  bool changed = false;

  static constexpr auto fields = events::field_list(
      events::field("id", &Receipt::id), events::field("stream", &Receipt::stream),
      events::field("position", &Receipt::position), events::field("version", &Receipt::version),
      events::field("changed", &Receipt::changed));
};

/// A receipt, and whether it is the first request's again.
struct Executed {
  Receipt receipt = {};
  bool repeated = false;
};

/// How a request wants its command run.
struct Manner {
  bool replaces = false;  ///< If-Match is a must
  std::string part = {};  ///< tells one command of a request that takes several from the others; 22 bytes
};

/// Runs a command for a request: with its actor, correlation, If-Match and Idempotency-Key. Returns once the
/// views show it, or are slow (2 s).
Task<Result<Executed>> execute(Backend& backend, const Call& call, orchestrator::Command command,
                               Manner manner = {});

/// The same, answered with the receipt.
Task<Result<ServerResponse>> answer_command(Backend& backend, const Call& call, orchestrator::Command command,
                                            unsigned status = 200, Manner manner = {});

ServerResponse receipt_answer(unsigned status, const Receipt& receipt);

}  // namespace kigen::api
