// The index of the service list answers as a look at every service would, whatever came and went before.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "projections/services/index.hpp"

namespace kigen::projections {
namespace {

constexpr int ids = 12;

ServiceId id_of(int number) {
  ServiceId id;
  id.value.bytes.back() = static_cast<std::uint8_t>(number);
  return id;
}

template <class Enum>
Enum any_of(std::initializer_list<Enum> values) {
  return *rc::gen::elementOf(std::vector<Enum>(values));
}

template <class T>
std::optional<T> maybe(T value) {
  return *rc::gen::arbitrary<bool>() ? std::optional(value) : std::nullopt;
}

Instant any_time() { return Instant(Duration(*rc::gen::inRange(0, 4))); }
std::string any_name() { return any_of<const char*>({"a", "B", "ab", "b", "Ab"}); }

ServiceDetail any_service() {
  ServiceDetail detail{.id = id_of(*rc::gen::inRange(0, ids))};
  detail.settings.name = any_name();
  detail.settings.common_name = any_name();
  detail.enabled = *rc::gen::arbitrary<bool>();
  detail.severity = any_of({Severity::ok, Severity::warning, Severity::critical});
  detail.order_state = any_of({OrderState::none, OrderState::under_way});
  if (*rc::gen::arbitrary<bool>())
    detail.generations = {{.current = true, .serial = "C", .not_after = any_time()}};
  return detail;
}

ServiceFilter any_filter() {
  return {.search = *rc::gen::arbitrary<bool>() ? any_name() : "",
          .severity = maybe(any_of({Severity::ok, Severity::critical})),
          .order_state = maybe(OrderState::under_way),
          .enabled = maybe(*rc::gen::arbitrary<bool>()),
          .expires_from = maybe(any_time()),
          .expires_before = maybe(any_time()),
          .sort = any_of({ServiceSort::name, ServiceSort::common_name, ServiceSort::not_after}),
          .descending = *rc::gen::arbitrary<bool>()};
}

std::string small(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c < 'a' ? static_cast<char>(c + 32) : c; });
  return text;
}

std::optional<Instant> expiry(const ServiceDetail& detail) {
  if (detail.generations.empty()) return std::nullopt;
  return detail.generations.front().not_after;
}

bool is_wanted(const ServiceDetail& detail, const ServiceFilter& filter) {
  const auto at = expiry(detail);
  const auto names = small(detail.settings.name + '\n' + detail.settings.common_name);
  return (!filter.severity || *filter.severity == detail.severity) &&
         (!filter.order_state || *filter.order_state == detail.order_state) &&
         (!filter.enabled || *filter.enabled == detail.enabled) &&
         (!filter.expires_from || (at && *at >= *filter.expires_from)) &&
         (!filter.expires_before || (at && *at < *filter.expires_before)) &&
         names.find(small(filter.search)) != std::string::npos;
}

auto rank(const ServiceDetail& detail, ServiceSort sort) {
  const auto name = small(detail.settings.name);
  const auto text = sort == ServiceSort::common_name ? small(detail.settings.common_name) : name;
  const auto time = sort == ServiceSort::not_after ? expiry(detail).value_or(Instant::max()) : Instant();
  return std::tuple(time, text, detail.id);
}

using Services = std::map<ServiceId, ServiceDetail>;

std::vector<ServiceId> looked_through(const Services& services, const ServiceFilter& filter) {
  std::vector<ServiceDetail> wanted;
  for (const auto& [id, detail] : services)
    if (is_wanted(detail, filter)) wanted.push_back(detail);
  std::ranges::sort(
      wanted, [&](const auto& a, const auto& b) { return rank(a, filter.sort) < rank(b, filter.sort); });
  if (filter.descending) std::ranges::reverse(wanted);
  std::vector<ServiceId> found;
  for (const auto& detail : wanted) found.push_back(detail.id);
  return found;
}

std::vector<ServiceId> paged_through(const ServiceIndex& index, const ServiceFilter& filter,
                                     std::size_t total) {
  std::vector<ServiceId> found;
  Paging paging{.limit = static_cast<std::size_t>(*rc::gen::inRange(1, 5))};
  do {
    const auto page = index.find(events::Scope::everything(), filter, paging).value();
    RC_ASSERT(page.total == total);
    for (const auto* const entry : page.entries) found.push_back(entry->id());
    paging.cursor = page.next;
  } while (paging.cursor);
  return found;
}

TEST(ServiceIndexProperty, answers_as_a_look_at_every_service) {
  EXPECT_TRUE(rc::check([] {
    ServiceIndex index;
    Services services;
    for (int i = *rc::gen::inRange(0, 60); i > 0; --i) {
      const auto service = any_service();
      if (*rc::gen::inRange(0, 4) == 0) {
        index.erase(service.id);
        services.erase(service.id);
      } else {
        index.set(ServiceEntry(service), service.settings.group);
        services[service.id] = service;
      }
    }
    RC_ASSERT(index.size() == services.size());
    const auto filter = any_filter();
    const auto wanted = looked_through(services, filter);
    RC_ASSERT(paged_through(index, filter, wanted.size()) == wanted);
  }));
}

TEST(ServiceIndexProperty, row_shows_names_in_their_own_case) {
  ServiceDetail detail{.id = id_of(1)};
  detail.settings = {.name = "Shop", .common_name = "Shop.example", .sans = {"www.Shop.example"}};
  detail.generations = {{.current = true, .serial = "0A", .not_after = Instant(Duration(5))}};
  const auto row = ServiceEntry(detail).row();
  EXPECT_EQ(row.name, "Shop");
  EXPECT_EQ(row.common_name, "Shop.example");
  EXPECT_EQ(row.current_serial, "0A");
  EXPECT_EQ(row.san_count, 1U);
}

}  // namespace
}  // namespace kigen::projections
