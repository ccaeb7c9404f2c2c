#include <string>
#include <utility>

#include "orchestrator/order/commands.hpp"
#include "orchestrator/order/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// Decides about one report on the order's way, by where the order stands.
class Report {
 public:
  explicit Report(const Order& order) : order_(order) {}

  Result<Changes> operator()(const OrderKeyPrepared& event) const {
    if (order_.stage == OrderStage::requested) return accept(event);
    if (event.public_key_sha256 == order_.public_key_sha256) return Changes{};
    return wrong_stage(event);
  }
  /// Again with a higher attempt after one that ended without an answer.
  Result<Changes> operator()(const SubmissionStarted& event) const {
    if (order_.stage == OrderStage::prepared) return accept(event);
    // Once submitted, only when the CA has forgotten the order: what it does not hold it cannot issue.
    const bool again = order_.stage == OrderStage::submitting || order_.stage == OrderStage::submitted;
    if (again && event.attempt > order_.attempt) return accept(event);
    const bool repeated = event.attempt == order_.attempt && event.request_key == order_.request_key;
    if (order_.stage == OrderStage::submitting && repeated) return Changes{};
    return wrong_stage(event);
  }
  Result<Changes> operator()(const OrderSubmitted& event) const {
    if (order_.stage == OrderStage::submitting) return accept(event);
    if (order_.stage == OrderStage::submitted && event.ca_order == order_.ca_order) return Changes{};
    return wrong_stage(event);
  }
  Result<Changes> operator()(const OrderStatusChanged& event) const {
    if (order_.stage != OrderStage::submitted) return wrong_stage(event);
    if (event.status == order_.status) return Changes{};
    return accept(event);
  }
  /// The same error again on a retry is no news.
  Result<Changes> operator()(const OrderErred& event) const {
    if (error_text(event.code, event.message) == order_.last_error) return Changes{};
    return accept(event);
  }
  Result<Changes> operator()(const OrderIssued& event) const {
    if (order_.stage == OrderStage::submitted) return accept(event);
    if (order_.stage == OrderStage::issued) return Changes{};
    return wrong_stage(event);
  }
  Result<Changes> operator()(const OrderFailed& event) const { return accept(event); }
  Result<Changes> operator()(const OrderRequested& event) const { return not_a_report(event); }
  Result<Changes> operator()(const OrderRegistered& event) const { return not_a_report(event); }
  Result<Changes> operator()(const OrderCancelRequested& event) const { return not_a_report(event); }
  /// Its work ends as somebody wanted.
  Result<Changes> operator()(const OrderCancelled& event) const {
    if (order_.cancel_reason && order_.stage != OrderStage::issued) return accept(event);
    return wrong_stage(event);
  }

 private:
  template <Event E>
  Result<Changes> accept(const E& event) const {
    return std::move(Changes{}.add(stream_of(order_.id), order_.version, event));
  }
  template <Event E>
  Result<Changes> wrong_stage(const E&) const {
    return fail(order_errc::wrong_stage, std::string(E::type.name) + " for " + order_.common_name);
  }
  template <Event E>
  Result<Changes> not_a_report(const E&) const {
    return fail(order_errc::not_a_report, std::string(E::type.name));
  }

  const Order& order_;
};

}  // namespace

Result<Changes> decide(const World& world, const ReportOrder& command) {
  const auto* order = world.order(command.id);
  if (!order) return fail(order_errc::unknown_order, to_text(command.id));
  return std::visit(Report(*order), command.event);
}

}  // namespace kigen::orchestrator
