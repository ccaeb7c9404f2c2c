#include "events/state/vault_book.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

constexpr auto remembered = std::chrono::days(30);

void noted(VaultBook& book, const SecretsUnreferenced& event, const Stamp& stamp) {
  for (const auto secret : event.secrets) book.unreferenced[secret] = {stamp.time, stamp.position, false};
}

void started(VaultBook& book, const ErasureStarted& event) {
  for (const auto secret : event.secrets) book.unreferenced[secret].is_going = true;
}

void forget(VaultBook& book, const std::vector<SecretRef>& secrets) {
  for (const auto secret : secrets) book.unreferenced.erase(secret);
}

void erased(VaultBook& book, const SecretsErased& event, const Stamp& stamp) {
  forget(book, event.secrets);
  std::erase_if(book.erased, [&](const auto& one) { return one.second + remembered < stamp.time; });
  for (const auto secret : event.secrets) book.erased[secret] = stamp.time;
}

}  // namespace

bool is_going(const VaultBook& book, SecretRef secret) {
  const auto found = book.unreferenced.find(secret);
  return book.erased.contains(secret) || (found != book.unreferenced.end() && found->second.is_going);
}

VaultBook evolve(VaultBook book, const VaultEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const SecretsUnreferenced& e) { noted(book, e, stamp); },
                 [&](const SecretsReferencedAgain& e) { forget(book, e.secrets); },
                 [&](const ErasureStarted& e) { started(book, e); },
                 [&](const SecretsErased& e) { erased(book, e, stamp); },
             },
             event);
  book.version = stamp.version;
  return book;
}

}  // namespace kigen::events
