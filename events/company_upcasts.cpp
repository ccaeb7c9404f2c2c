#include "events/codec/json_in.hpp"
#include "events/codec/json_out.hpp"
#include "events/company_events.hpp"

namespace kigen::events {
namespace {

/// Schema 1: the name was all there was.
struct NamedSite {
  SiteId site = {};
  std::string name = {};
  static constexpr auto fields = field_list(field("site", &NamedSite::site), field("name", &NamedSite::name));
};

template <class E>
Result<std::string> with_settings(std::string_view payload) {
  TRY(auto before, from_json<NamedSite>(payload));
  return to_json(E{before.site, {std::move(before.name)}});
}

}  // namespace

Result<std::string> SiteCreated::upcast(std::uint16_t, std::string_view payload) {
  return with_settings<SiteCreated>(payload);
}
Result<std::string> SiteRenamed::upcast(std::uint16_t, std::string_view payload) {
  return with_settings<SiteRenamed>(payload);
}

}  // namespace kigen::events
