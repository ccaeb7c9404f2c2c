#include "projections/views.hpp"

#include "projections/basis/basis.hpp"
#include "projections/decoded.hpp"
#include "projections/errors.hpp"
#include "projections/log_lines/lines_of.hpp"

namespace kigen::projections {
namespace {

/// How keys and positions are kept: raised when none of the rows could be found or understood.
constexpr std::string_view store_generation = "parts 1";

}  // namespace

Views::Views(std::unique_ptr<Store> store, std::shared_ptr<const Owners> judges)
    : store_(std::move(store)),
      basis_(std::make_unique<Basis>(*store_, std::move(judges))),
      services_(*store_, basis_->owners()),
      nodes_(*store_, basis_->owners()),
      company_(*store_),
      kept_(*store_),
      users_(*store_),
      applies_(*store_, basis_->owners()),
      orders_(*store_, basis_->owners(), applies_),
      jobs_(*store_, basis_->owners()),
      log_lines_(*store_, basis_->owners()),
      dashboard_(*store_, services_, jobs_),
      sight_(*store_, basis_->owners()),
      views_{&services_, &nodes_, &company_, &users_, &orders_, &applies_, &jobs_, &log_lines_},
      parts_{basis_.get()} {
  const auto kept = kept_.all();
  views_.insert(views_.end(), kept.begin(), kept.end());
  parts_.insert(parts_.end(), views_.begin(), views_.end());
}

Views::~Views() = default;

Result<std::unique_ptr<Views>> Views::load(std::unique_ptr<Store> store,
                                           std::shared_ptr<const Owners> judges) {
  std::unique_ptr<Views> views(new Views(std::move(store), std::move(judges)));
  TRY(views->progress_, Progress::open(*views->store_, views->parts_));
  TRY_DO(views->basis_->load());
  for (auto* const view : views->views_) TRY_DO(view->load());
  views->publish();
  return views;
}

Result<std::unique_ptr<Views>> Views::open(const std::filesystem::path& folder, rocksdb::Env* env) {
  TRY(auto store, Store::open(folder, std::string(store_generation), env));
  return load(std::move(store), {});
}

Result<std::unique_ptr<Views>> Views::in_memory(std::shared_ptr<const Owners> judges) {
  TRY(auto store, Store::in_memory());
  return load(std::move(store), std::move(judges));
}

Position Views::position() const {
  const auto reading = store_->reading();
  return position_;
}

std::shared_ptr<const Owners> Views::owners() const {
  const auto reading = store_->reading();
  return std::make_shared<const Owners>(basis_->owners());
}

std::uint64_t Views::moves() const {
  const auto reading = store_->reading();
  return basis_->owners().moves();
}

Result<> Views::are_even() const {
  const auto reading = store_->reading();
  if (even_) return {};
  return fail(projection_errc::being_made,
              std::to_string(position_) + " of " + std::to_string(store_->position()) + " records are read");
}

std::map<std::string, std::string> Views::generations() const {
  std::map<std::string, std::string> generations;
  for (auto* const part : parts_) generations.emplace(part->name(), part->generation());
  return generations;
}

Result<> Views::for_each_row(const std::function<void(std::string_view, std::string_view)>& use) const {
  const auto reading = store_->reading();
  return store_->scan(all_rows(), Direction::forward, [&](std::string_view key, std::string_view bytes) {
    use(key, bytes);
    return true;
  });
}

Result<> Views::fold_one(const events::Record& record) {
  if (record.position != progress_->slowest())
    return fail(projection_errc::out_of_order, "wanted " + std::to_string(progress_->slowest()) + ", got " +
                                                   std::to_string(record.position));
  TRY(const auto decoded, decode(record));
  TRY(const auto state, basis_->states.after(record, decoded));
  TRY_DO(basis_->learn_owner(state));
  TRY(const auto about, basis_->subjects.about(record, decoded.event, state));
  Fact fact{record, decoded.event, decoded.id, state, about};
  const auto lines = lines_of(fact);
  fact.lines = lines;
  for (std::size_t i = 0; i < views_.size(); ++i)
    if (progress_->wants_next(1 + i)) TRY_DO(views_[i]->fold(fact));
  TRY_DO(basis_->subjects.forget_ended());
  TRY_DO(basis_->states.forget_gone());
  progress_->advance();
  return {};
}

Result<> Views::commit() {
  if (!unstored_) {
    Batch batch;
    for (auto* const part : parts_) TRY_DO(part->write(batch));
    progress_->write(batch);
    unstored_ = std::move(batch);
  }
  TRY_DO(store_->commit(*unstored_, progress_->furthest(), [&] {
    for (auto* const part : parts_) part->commit();
    publish();
  }));
  unstored_.reset();
  return {};
}

void Views::publish() {
  position_ = progress_->slowest();
  even_ = progress_->is_even();
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
