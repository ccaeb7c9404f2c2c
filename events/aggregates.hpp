#pragma once

#include <string_view>
#include <type_traits>
#include <variant>

#include "events/access_events.hpp"
#include "events/apply_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/company_events.hpp"
#include "events/job_events.hpp"
#include "events/kept/applicant.hpp"
#include "events/kept/organization.hpp"
#include "events/kept/user_group.hpp"
#include "events/node_events.hpp"
#include "events/order_events.hpp"
#include "events/security_events.hpp"
#include "events/service_events.hpp"
#include "events/system_events.hpp"
#include "events/user_events.hpp"
#include "events/vault_events.hpp"

namespace kigen::events {

// Declared in events/state/.
struct Apply;
struct Company;
struct Job;
struct Node;
struct Order;
struct Security;
struct Service;
struct System;
struct User;
struct VaultBook;

/// A kind of aggregate of which there are many, each with a stream of its own: "<word>-<id>".
template <class Id_, class State_, class Event_>
struct Many {
  using Id = Id_;
  using State = State_;
  using Event = Event_;
  static constexpr std::string_view word = Id::Names::aggregate;
  static constexpr bool is_single = false;
};

/// An aggregate that there is once: its stream is the bare word.
template <const std::string_view& word_, class State_, class Event_>
struct Single {
  using State = State_;
  using Event = Event_;
  static constexpr std::string_view word = word_;
  static constexpr bool is_single = true;
};

template <class... Aggregates>
struct AggregateList {
  using Events = std::variant<typename Aggregates::Event...>;
  using StatePointers = std::variant<const typename Aggregates::State*...>;
};

/// Everything that is only settings, or little more (events/kept.hpp).
using KeptThings = KeptList<  //
    AccessSettings,           //
    CaAccountSettings,        //
    SiteSettings,             //
    UserGroupSettings,        //
    OrganizationSettings,     //
    ApplicantSettings>;

namespace detail {
/// Those of them that have streams of their own are aggregates.
template <class List, class Kept>
struct WithKept;
template <class List>
struct WithKept<List, KeptList<>> {
  using type = List;
};
template <class... As, class S, class... Others>
struct WithKept<AggregateList<As...>, KeptList<S, Others...>>
    : WithKept<AggregateList<As...>, KeptList<Others...>> {};
template <class... As, class S, class... Others>
  requires StreamsId<typename S::Id>
struct WithKept<AggregateList<As...>, KeptList<S, Others...>>
    : WithKept<AggregateList<
                   As..., Many<typename S::Id, typename KeptParts<S>::State, typename KeptParts<S>::Event>>,
               KeptList<Others...>> {};
template <class List>
using With = WithKept<List, KeptThings>::type;
}  // namespace detail

/// Every aggregate there is, said once: World, views and codec follow from it.
using Aggregates = detail::With<AggregateList<       //
    Many<ServiceId, Service, ServiceEvent>,          //
    Many<OrderId, Order, OrderEvent>,                //
    Many<ApplyId, Apply, ApplyEvent>,                //
    Many<NodeId, Node, NodeEvent>,                   //
    Many<JobId, Job, JobEvent>,                      //
    Single<company_word, Company, CompanyEvent>,     //
    Many<UserId, User, UserEvent>,                   //
    Single<system_word, System, SystemEvent>,        //
    Single<security_word, Security, SecurityEvent>,  //
    Single<vault_word, VaultBook, VaultEvent>>>;

/// Calls `use.template operator()<Aggregate>()` for each aggregate, in the order of the list.
template <class Use>
constexpr void for_each_aggregate(Use&& use) {
  [&]<class... As>(std::type_identity<AggregateList<As...>>) {
    (use.template operator()<As>(), ...);
  }(std::type_identity<Aggregates>());
}

/// The same for the one that streams beginning with `word` belong to; false when there is none.
template <class Use>
constexpr bool for_aggregate(std::string_view word, Use&& use) {
  return [&]<class... As>(std::type_identity<AggregateList<As...>>) {
    return ((word == As::word && (use.template operator()<As>(), true)) || ...);
  }(std::type_identity<Aggregates>());
}

namespace detail {
template <class State, class Found, class... As>
struct WithState {
  using type = Found;
};
template <class State, class Found, class A, class... As>
struct WithState<State, Found, A, As...>
    : WithState<State, std::conditional_t<std::is_same_v<State, typename A::State>, A, Found>, As...> {};
template <class State, class List>
struct FindState;
template <class State, class... As>
struct FindState<State, AggregateList<As...>> : WithState<State, void, As...> {};

template <class List>
struct Each;
template <class... As>
struct Each<AggregateList<As...>> : As... {};
template <class SomeId, class State, class Event>
Many<SomeId, State, Event> with_id(const Many<SomeId, State, Event>*);
}  // namespace detail

/// The aggregate that has this state.
template <class State>
using AggregateOf = detail::FindState<State, Aggregates>::type;

/// The aggregate whose streams are named with such ids.
template <StreamsId SomeId>
using AggregateWithId =
    decltype(detail::with_id<SomeId>(static_cast<const detail::Each<Aggregates>*>(nullptr)));

}  // namespace kigen::events
