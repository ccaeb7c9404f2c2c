#include "projections/audit/sight.hpp"

#include "events/system_events.hpp"
#include "projections/basis/subjects.hpp"

namespace kigen::projections {

using events::ConsequenceDeclined;
using events::Record;

namespace {

/// To those who see everything it does not matter whose things are.
constexpr Whose anybodys;

}  // namespace

Result<bool> Sight::is_for(const Reader& reader, const StreamId& stream) const {
  if (reader.scope.is_everything()) return projections::is_for(reader, anybodys, stream);
  const auto reading = store_.reading();
  TRY(const auto whose, projections::whose(store_, owners_, stream));
  return projections::is_for(reader, whose, stream);
}

Result<std::vector<Record>> Sight::seen_by(const Reader& reader, std::vector<Record> records) const {
  const auto reading = store_.reading();
  std::vector<Record> seen;
  for (auto& record : records) {
    auto owner = anybodys;
    if (!reader.scope.is_everything()) {
      TRY(owner, whose(record));
    }
    if (auto shown = projections::seen_by(reader, owner, std::move(record)))
      seen.push_back(*std::move(shown));
  }
  return seen;
}

/// Under Store::reading().
Result<Whose> Sight::whose(const Record& record) const {
  constexpr Whose unknown{Whose::Kind::unknown};
  if (record.position >= store_.position()) return unknown;
  if (record.type != ConsequenceDeclined::type.name)
    return projections::whose(store_, owners_, record.stream);
  const auto declined = events::decode_as<ConsequenceDeclined>(record.schema, record.payload);
  if (!declined || !declined->about) return unknown;
  return projections::whose(store_, owners_, *declined->about);
}

}  // namespace kigen::projections
