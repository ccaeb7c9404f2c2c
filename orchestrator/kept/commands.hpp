#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/access/keeping.hpp"
#include "orchestrator/ca_account/keeping.hpp"
#include "orchestrator/changes.hpp"
#include "orchestrator/company/keeping.hpp"
#include "orchestrator/described.hpp"
#include "orchestrator/kept/checks.hpp"
#include "orchestrator/kept/errors.hpp"
#include "orchestrator/kept/keeping.hpp"
#include "orchestrator/references.hpp"

namespace kigen::orchestrator {

namespace detail {
inline constexpr std::string_view create = ".create";
inline constexpr std::string_view edit = ".edit";
inline constexpr std::string_view remove = ".delete";
}  // namespace detail

/// Secrets in `settings` are in the vault already.
template <events::KeptSettings S>
struct Create {
  static constexpr std::string_view name = events::Joined<events::kept_word<S>, detail::create>::text;
  static constexpr bool creates = Keeping<S>::has_own_stream;
  S::Id id = {};
  S settings = {};
  StreamId stream() const { return Keeping<S>::stream(id); }
};
template <events::KeptSettings S>
struct Edit {
  static constexpr std::string_view name = events::Joined<events::kept_word<S>, detail::edit>::text;
  S::Id id = {};
  S settings = {};
  /// Secrets of `settings` that were stored when they were made. Refused unless all are so still: one that
  /// was replaced meanwhile was given for the place that there was then.
  std::vector<SecretRef> kept = {};
  StreamId stream() const { return Keeping<S>::stream(id); }
};
/// Refused while something refers to it.
template <events::KeptSettings S>
struct Delete {
  static constexpr std::string_view name = events::Joined<events::kept_word<S>, detail::remove>::text;
  S::Id id = {};
  StreamId stream() const { return Keeping<S>::stream(id); }
};

namespace detail {

/// Which thing, in a refusal: "organization Example".
template <class S>
std::string thing(std::string_view name) {
  return std::string(events::kept_word<S>) + ' ' + std::string(name);
}

template <class S>
Result<Standing<S>> find(const World& world, const typename S::Id& id) {
  const auto found = Keeping<S>::find(world, id);
  if (found.settings == nullptr) return fail(kept_errc::unknown, thing<S>(to_text(id)));
  return found;
}

template <class S>
Result<> check_name_free(const World& world, const S& settings, const typename S::Id& wanted_by) {
  const auto holder = Keeping<S>::named(world, settings.name);
  if (holder && *holder != wanted_by)
    return fail(kept_errc::name_taken, thing<S>(settings.name), "settings.name");
  return {};
}

template <class S>
Result<> check_kept(const S& stored, const std::vector<SecretRef>& kept) {
  const auto there = secrets_in(stored);
  for (const auto& secret : kept)
    if (std::ranges::find(there, secret) == there.end()) return fail(secret_errc::replaced, {}, "settings");
  return {};
}

template <class S>
Result<> check_all(const World& world, const S& settings, const typename S::Id& wanted_by) {
  TRY_DO(check_described(settings));
  TRY_DO(check(world, settings));
  TRY_DO(check_name_free(world, settings, wanted_by));
  return check_references(world, settings, "settings");
}

}  // namespace detail

template <class S>
Result<Changes> decide(const World& world, const Create<S>& command) {
  const auto there = Keeping<S>::find(world, command.id);
  if (there.settings != nullptr && *there.settings == command.settings) return Changes{};
  TRY_DO(detail::check_all(world, command.settings, command.id));
  return std::move(Changes{}.add(command.stream(), Keeping<S>::version_before(world),
                                 Keeping<S>::created(command.id, command.settings)));
}

template <class S>
Result<Changes> decide(const World& world, const Edit<S>& command) {
  TRY(const auto before, detail::find<S>(world, command.id));
  TRY_DO(detail::check_all(world, command.settings, command.id));
  if (command.settings == *before.settings) return Changes{};
  TRY_DO(detail::check_kept(*before.settings, command.kept));
  TRY_DO(check_change(*before.settings, command.settings));
  return std::move(Changes{}.add(command.stream(), before.version,
                                 Keeping<S>::edited(command.id, *before.settings, command.settings)));
}

template <class S>
Result<Changes> decide(const World& world, const Delete<S>& command) {
  TRY(const auto before, detail::find<S>(world, command.id));
  if (Keeping<S>::is_used(world, command.id))
    return fail(kept_errc::used, detail::thing<S>(before.settings->name));
  return std::move(Changes{}.add(command.stream(), before.version, Keeping<S>::deleted(command.id)));
}

}  // namespace kigen::orchestrator
