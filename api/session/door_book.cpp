#include "api/session/door_book.hpp"

#include "events/core/overloaded.hpp"
#include "orchestrator/net/source.hpp"
#include "orchestrator/security/record.hpp"

namespace kigen::api {
namespace {

using namespace events;

template <class E>
constexpr bool is_counted = requires(E event) { event.times; };

std::string type_of(const SecurityEvent& event) {
  return std::visit([](const auto& e) { return std::string(e.type.name); }, event);
}

/// What is told of too many to be told apart.
SecurityEvent of_many(const SecurityEvent& event) {
  return std::visit(overloaded{
                        [](const LoginFailed& e) { return SecurityEvent(LoginFailed{.door = e.door}); },
                        [](const KnockThrottled& e) { return SecurityEvent(KnockThrottled{.door = e.door}); },
                        [](const RequestRefused& e) { return SecurityEvent(RequestRefused{.code = e.code}); },
                        [](const auto& e) { return SecurityEvent(e); },
                    },
                    event);
}

std::string account_of(const Knock& knock, bool is_known) { return is_known ? knock.account : std::string(); }

std::string key_of(std::string_view kind, const Knock& knock, bool is_known) {
  return std::string(kind) + "\n" + std::string(word_of(knock.door)) + "\n" +
         orchestrator::net::source_of(knock.address) + "\n" + account_of(knock, is_known);
}

}  // namespace

void DoorBook::failed(const Knock& knock, bool is_known) {
  count(key_of("failed", knock, is_known),
        LoginFailed{.door = knock.door, .account = account_of(knock, is_known), .address = knock.address});
}

void DoorBook::throttled(const Knock& knock, bool is_known) {
  count(key_of("throttled", knock, is_known),
        KnockThrottled{.door = knock.door, .account = account_of(knock, is_known), .address = knock.address});
}

void DoorBook::refused(const Caller& caller, std::string operation, std::string code, std::string address) {
  RequestRefused event{.operation = std::move(operation), .code = std::move(code), .address = address};
  const bool is_somebody = caller.user != UserId{};
  if (is_somebody) event.user = caller.user;
  event.token = caller.token;
  const auto who = is_somebody ? to_text(caller.user) : std::string();
  const auto token = caller.token ? to_text(*caller.token) : std::string();
  count("refused\n" + event.code + "\n" + who + "\n" + token + "\n" + orchestrator::net::source_of(address),
        event, is_somebody ? caller.actor : Actor{});
}

void DoorBook::token_used(const Caller& caller, std::string mail, std::string name, std::string address) {
  const auto now = backend_.clock.now();
  auto key = std::pair(caller.token.value_or(TokenId{}), orchestrator::net::source_of(address));
  if (!tokens_.contains(key) && tokens_.size() >= max_told_apart) {
    std::erase_if(tokens_, [&](const auto& entry) { return entry.second + token_use_told_every <= now; });
    if (tokens_.size() >= max_told_apart) {
      key.second.clear();
      address.clear();
    }
  }
  const auto [told, is_new] = tokens_.try_emplace(key, now);
  if (!is_new && now < told->second + token_use_told_every) return;
  told->second = now;
  record(TokenUsed{caller.user, std::move(mail), key.first, std::move(name), std::move(address)},
         caller.actor);
}

void DoorBook::ended(SessionEnded ended, Actor by) { record(std::move(ended), std::move(by)); }

void DoorBook::count(const std::string& key, SecurityEvent event, Actor by) {
  const auto found = counts_.find(key);
  if (found == counts_.end()) {
    if (counts_.size() < max_told_apart) return begin(key, std::move(event), std::move(by));
    const auto rest = "rest\n" + type_of(event);
    if (!counts_.contains(rest)) return begin(rest, of_many(event), {});
    return count(rest, of_many(event));
  }
  auto& counted = found->second;
  if (counted.untold++ == 0) counted.first = backend_.clock.now();
}

void DoorBook::begin(const std::string& key, SecurityEvent event, Actor by) {
  record(event, by);
  counts_[key] = {std::move(event), std::move(by), backend_.clock.now()};
}

void DoorBook::tell(const Count& count) {
  if (count.untold == 0) return;
  auto event = count.event;
  std::visit(
      [&]<class E>(E& counted) {
        if constexpr (is_counted<E>) {
          counted.times = count.untold;
          counted.since = count.first;
        }
      },
      event);
  record(std::move(event), count.by);
}

void DoorBook::tell_due() {
  const auto now = backend_.clock.now();
  std::erase_if(counts_, [&](const auto& entry) {
    const bool is_over = entry.second.began + door_window <= now;
    if (is_over) tell(entry.second);
    return is_over;
  });
}

void DoorBook::tell_all() {
  for (const auto& [key, count] : std::exchange(counts_, {})) tell(count);
}

void DoorBook::record(SecurityEvent event, Actor by) {
  orchestrator::Context context;
  context.actor = std::move(by);
  backend_.orchestrator.note(orchestrator::record_security(std::move(event)), std::move(context));
}

}  // namespace kigen::api
