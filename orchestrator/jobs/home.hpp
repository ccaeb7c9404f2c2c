#pragma once

#include <optional>
#include <string>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "events/core/task.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"

namespace kigen::orchestrator {

/// All that work on the outside may report: home decides each as the command that it is.
using Report = std::variant<ReportOrder, ReportCaAccountRegistered, ReportKeyCreated, ReportApply,
                            ReportNodeChecked, ReportLeftoversRemoved, PinHostKey, ReportHostKeyRefused>;

/// A secret that the work has made, for the vault. Home says what it is called: nobody else's is replaced.
struct KeepSecret {
  Secret secret = {};
  static constexpr auto fields = events::field_list(events::field("secret", &KeepSecret::secret));
};

/// Whether a person wants no more of an order meanwhile.
struct AskCancelled {
  OrderId order = {};
  static constexpr auto fields = events::field_list(events::field("order", &AskCancelled::order));
};
using CancelReason = std::optional<std::string>;

/// Where the orchestrator, its log and its vault are, for work that may be done elsewhere. One call at a
/// time. What goes either way is described, so that it can be bytes between (brief_codec.hpp).
class Home {
 public:
  virtual ~Home() = default;
  /// Decided as this job's, after those that were noted, in one turn; durable when it returns. Refused
  /// (stale_lease) once another attempt holds the job. A refusal may be that of a noted one.
  virtual Task<Result<>> report(Report report) = 0;
  /// To be decided with the next report, or with the end of the attempt: for an outcome that is followed by
  /// the next intent at once. Until then it is not durable, and nobody knows.
  virtual void note(Report report) = 0;
  /// In the vault when it returns.
  virtual Task<Result<SecretRef>> keep(KeepSecret made) = 0;
  virtual Task<Result<CancelReason>> ask(AskCancelled question) = 0;
};

}  // namespace kigen::orchestrator
