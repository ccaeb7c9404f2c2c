#pragma once

#include <variant>

#include "events/access_events.hpp"
#include "events/apply_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/codec/event_codec.hpp"
#include "events/company_events.hpp"
#include "events/job_events.hpp"
#include "events/node_events.hpp"
#include "events/order_events.hpp"
#include "events/service_events.hpp"
#include "events/system_events.hpp"
#include "events/user_events.hpp"

namespace kigen::events {

namespace detail {
template <class... Variants>
struct Joined;
template <class... Es>
struct Joined<std::variant<Es...>> {
  using type = std::variant<Es...>;
};
template <class... As, class... Bs, class... Rest>
struct Joined<std::variant<As...>, std::variant<Bs...>, Rest...>
    : Joined<std::variant<As..., Bs...>, Rest...> {};
}  // namespace detail

/// Every event there is, of all aggregates.
using AllEvents = detail::Joined<ServiceEvent, OrderEvent, ApplyEvent, NodeEvent, AccessEvent, CaAccountEvent,
                                 JobEvent, UserEvent, CompanyEvent, SystemEvent>::type;
static_assert(detail::names_unique(static_cast<AllEvents*>(nullptr)), "two events share a name");

/// Calls `use.template operator()<E>()` for each event type.
template <class Use>
void for_each_event(Use&& use) {
  [&]<class... Es>(std::variant<Es...>*) {
    (use.template operator()<Es>(), ...);
  }(static_cast<AllEvents*>(nullptr));
}

}  // namespace kigen::events
