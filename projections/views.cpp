#include "projections/views.hpp"

#include "projections/decoded.hpp"
#include "projections/errors.hpp"
#include "projections/log_lines/lines_of.hpp"
#include "projections/subjects/subjects.hpp"

namespace kigen::projections {
namespace {

/// To be raised whenever the same history would give other rows: they are built anew then.
constexpr std::string_view generation = "3";

}  // namespace

Views::Views(std::unique_ptr<Store> store)
    : store_(std::move(store)),
      subjects_(std::make_unique<Subjects>(*store_)),
      services_(*store_),
      nodes_(*store_),
      accesses_(*store_),
      ca_accounts_(*store_),
      company_(*store_),
      users_(*store_),
      orders_(*store_),
      applies_(*store_),
      jobs_(*store_),
      log_lines_(*store_),
      dashboard_(*store_, services_, jobs_),
      views_{&services_, &nodes_,  &accesses_, &ca_accounts_, &company_,
             &users_,    &orders_, &applies_,  &jobs_,        &log_lines_},
      folded_(store_->position()) {}

Views::~Views() = default;

Result<std::unique_ptr<Views>> Views::load(std::unique_ptr<Store> store) {
  std::unique_ptr<Views> views(new Views(std::move(store)));
  for (auto* const view : views->views_) TRY_DO(view->load());
  return views;
}

Result<std::unique_ptr<Views>> Views::open(const std::filesystem::path& folder, Position end,
                                           rocksdb::Env* env) {
  TRY(auto store, Store::open(folder, std::string(generation), end, env));
  return load(std::move(store));
}

Result<std::unique_ptr<Views>> Views::in_memory() {
  TRY(auto store, Store::in_memory());
  return load(std::move(store));
}

Position Views::position() const {
  const auto reading = store_->reading();
  return store_->position();
}

Result<> Views::for_each_row(const std::function<void(std::string_view, std::string_view)>& use) const {
  const auto reading = store_->reading();
  return store_->scan(all_rows(), Direction::forward, [&](std::string_view key, std::string_view bytes) {
    use(key, bytes);
    return true;
  });
}

Result<> Views::fold_one(const events::Record& record) {
  if (record.position != folded_)
    return fail(projection_errc::out_of_order,
                "wanted " + std::to_string(folded_) + ", got " + std::to_string(record.position));
  TRY(const auto decoded, decode(record));
  TRY(const auto about, subjects_->about(record, decoded));
  Fact fact{record, decoded.event, decoded.id, about};
  const auto lines = lines_of(fact);
  fact.lines = lines;
  for (auto* const view : views_) TRY_DO(view->fold(fact));
  TRY_DO(subjects_->forget_ended());
  ++folded_;
  return {};
}

Result<> Views::commit() {
  Batch batch;
  TRY_DO(subjects_->write(batch));
  for (auto* const view : views_) TRY_DO(view->write(batch));
  return store_->commit(std::move(batch), folded_, [&] {
    subjects_->commit();
    for (auto* const view : views_) view->commit();
  });
}

/// A record that does not decode leaves nothing behind: it is decoded before any view sees it. After any
/// other error a record may be half folded.
Result<> Views::fold(std::span<const events::Record> records) {
  Result<> outcome;
  for (const auto& record : records) {
    outcome = fold_one(record);
    if (!outcome) break;
  }
  const bool is_whole = outcome || outcome.error().code == projection_errc::undecodable ||
                        outcome.error().code == projection_errc::out_of_order;
  if (!is_whole) return outcome;
  TRY_DO(commit());
  return outcome;
}

}  // namespace kigen::projections
