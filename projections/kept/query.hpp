#pragma once

#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "events/aggregates.hpp"
#include "events/scope.hpp"
#include "events/state/all.hpp"
#include "projections/kept/list.hpp"
#include "projections/kept/listed.hpp"
#include "projections/kept/rows.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// Scopes are made of user groups: who asks for them says which are seen. All other kept things are
/// everybody's.
template <class S>
inline constexpr bool is_scoped = std::is_same_v<S, events::UserGroupSettings>;

/// The kept things of one kind. Queries: any thread.
template <class S>
class KeptView final : public View {
 public:
  using Id = S::Id;
  using Row = RowOf<S>::type;
  using State = events::KeptParts<S>::State;

  explicit KeptView(Store& store)
      : View(events::kept_word<S>, 1),
        store_(store),
        table_(store, std::string(events::kept_word<S>) + "/row") {}

  Result<Seen<Row>> detail(const Id& id) const
    requires(!is_scoped<S>)
  {
    return find(id, [](const Id&) { return true; });
  }
  Result<Seen<Row>> detail(const events::Scope& scope, const Id& id) const
    requires(is_scoped<S>)
  {
    return find(id, [&](const Id& group) { return scope.holds(group); });
  }
  Result<Page<Row>> list(const KeptFilter& filter, const Paging& paging) const
    requires(!is_scoped<S>)
  {
    return choose(filter, paging, [](const Id&) { return true; });
  }
  Result<Page<Row>> list(const events::Scope& scope, const KeptFilter& filter, const Paging& paging) const
    requires(is_scoped<S>)
  {
    return choose(filter, paging, [&](const Id& group) { return scope.holds(group); });
  }

  Result<> fold(const Fact& fact) override {
    const auto* const state = fact.state<State>();
    if (state == nullptr) return {};
    const auto key = key_of(state->id);
    if (state->deleted) return table_.erase(key);
    TRY(auto* const row, table_.at(key));
    show(*row, *state);
    date(*row, fact);
    return {};
  }
  Result<> load() override {
    return table_.for_each([this](const Row& row) { rows_.insert_or_assign(key_of(row.id), row); });
  }
  void commit() override {
    table_.for_each_change([this](const std::string& key, const Row* row) {
      if (row == nullptr)
        rows_.erase(key);
      else
        rows_.insert_or_assign(key, *row);
    });
    View::commit();
  }

 private:
  std::vector<AnyTable*> tables() override { return {&table_}; }

  template <class IsSeen>
  Result<Seen<Row>> find(const Id& id, IsSeen is_seen) const {
    const auto reading = store_.reading();
    const auto found = rows_.find(key_of(id));
    if (found == rows_.end() || !is_seen(id))
      return fail(projection_errc::not_found, std::string(events::kept_word<S>) + ' ' + to_text(id));
    return Seen<Row>{store_.position(), found->second};
  }
  template <class IsSeen>
  Result<Page<Row>> choose(const KeptFilter& filter, const Paging& paging, IsSeen is_seen) const {
    const auto reading = store_.reading();
    const auto wanted = lower(filter.search);
    std::vector<Place> places;
    for (const auto& [key, row] : rows_)
      if (is_seen(row.id) && mentions(row.settings, wanted))
        places.push_back({sort_key_of(row.settings, filter.sort) + key, &row});
    Page<Row> page{.position = store_.position(), .total = places.size()};
    TRY(auto chosen, page_of(std::move(places), filter.descending, paging));
    for (const auto* const row : chosen.rows) page.rows.push_back(*static_cast<const Row*>(row));
    page.next = std::move(chosen.next);
    return page;
  }

  Store& store_;
  Table<Row> table_;
  std::map<std::string, Row> rows_;  // all of them, by key: they are few
};

template <>
Result<> KeptView<events::SiteSettings>::fold(const Fact& fact);

template <class S>
struct KeptViewHolder {
  KeptView<S> view;
};
template <class List>
class KeptViewsOf;
template <class... Settings>
class KeptViewsOf<events::KeptList<Settings...>> : KeptViewHolder<Settings>... {
 public:
  explicit KeptViewsOf(Store& store) : KeptViewHolder<Settings>{KeptView<Settings>(store)}... {}
  template <class S>
  const KeptView<S>& of() const {
    return KeptViewHolder<S>::view;
  }
  std::vector<View*> all() { return {&static_cast<KeptViewHolder<Settings>&>(*this).view...}; }
};
/// A view for each kind of kept thing.
using KeptViews = KeptViewsOf<events::KeptThings>;

}  // namespace kigen::projections
