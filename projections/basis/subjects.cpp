#include "projections/basis/subjects.hpp"

#include "events/job_words.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::string key_of_site(SiteId site) { return "site-" + to_text(site); }

/// As in "www.example.com:443", or "192.0.2.1:8443, www.example.com" with the name that is asked for there.
std::string check_target(const CheckSettings& check) {
  const auto port = ':' + std::to_string(check.port);
  switch (check.method) {
    case CheckMethod::none:
      return {};
    case CheckMethod::url:
      return check.fqdn + port;
    case CheckMethod::address:
      break;
  }
  return check.address + port + (check.fqdn.empty() ? "" : ", " + check.fqdn);
}

// What a stream is about, by its aggregate. Of the others there is nothing to know.

Subject subject_of(const Service& service) {
  Subject subject{.name = service.settings.name, .service = service.id};
  for (const auto& slot : service.slots) subject.certificates.push_back({slot.number, slot.serial});
  return subject;
}
Subject subject_of(const Order& order) { return {.name = order.common_name, .service = order.service}; }
Subject subject_of(const Apply& apply) { return {.service = apply.service, .node = apply.node}; }
Subject subject_of(const Node& node) {
  return {.name = node.settings.name,
          .service = node.service,
          .node = node.id,
          .site = node.settings.site,
          .check_target = check_target(node.settings.check)};
}
Subject subject_of(const Access& access) { return {.name = access.settings.name}; }
Subject subject_of(const CaAccount& account) { return {.name = account.settings.name}; }
template <class S>
Subject subject_of(const Kept<S>& thing) {
  return {.name = thing.settings.name};
}
Subject subject_of(const User& user) { return {.name = user.mail}; }
Subject subject_of(const System&) { return {}; }
Subject subject_of(const Security&) { return {}; }
Subject subject_of(const VaultBook&) { return {}; }

}  // namespace

Result<> Subjects::keep(const std::string& key, Subject subject) {
  TRY(const auto* const known, subjects_.find(key));
  if (known == nullptr ? subject == Subject{} : *known == subject) return {};
  TRY_DO(subjects_.put(key, std::move(subject)));
  return {};
}

template <class State>
Result<> Subjects::learn(const std::string& key, const State& state) {
  return keep(key, subject_of(state));
}

Result<> Subjects::learn(const std::string&, const Company& company) {
  for (const auto& [site, settings] : company.sites) TRY_DO(keep(key_of_site(site), {.name = settings.name}));
  return {};
}

/// A job is about what its subject is about.
Result<> Subjects::learn(const std::string& key, const Job& job) {
  TRY(const auto* const about, subjects_.find(job.queued.subject.text));
  Subject subject{.name = job.queued.kind,
                  .service = job.queued.service,
                  .by_schedule = job.queued.priority <= job_priority::by_schedule};
  if (about != nullptr) {
    if (!subject.service) subject.service = about->service;
    subject.node = about->node;
  }
  if (has_ended(job)) ended_ = key;
  return keep(key, std::move(subject));
}

Result<std::string_view> Subjects::name_of(const std::string& key) {
  TRY(const auto* const subject, subjects_.find(key));
  return subject != nullptr ? std::string_view(subject->name) : std::string_view();
}

/// Only the removal of a site does not bring the name along. What was declined is about what it would have
/// followed from.
Result<About> Subjects::about(const Record& record, const AnyEvent& event, const StatePointer& aggregate) {
  TRY_DO(std::visit([&](const auto* state) { return learn(record.stream.text, *state); }, aggregate));
  if (const auto* const declined = get_event<ConsequenceDeclined>(event))
    return declined->about ? about_stream(declined->about->text) : Result<About>(About{});
  const auto* const removed = get_event<SiteRemoved>(event);
  if (removed == nullptr) return about_stream(record.stream.text);
  TRY(const auto name, name_of(key_of_site(removed->site)));
  return About{.site_name = name};
}

Result<About> Subjects::about_stream(const std::string& key) {
  TRY(const auto* const subject, subjects_.find(key));
  if (subject == nullptr) return About{};
  About about{.service = subject->service,
              .node = subject->node,
              .name = subject->name,
              .by_schedule = subject->by_schedule};
  if (about.service) {
    TRY(const auto* const service, subjects_.find(stream_of(*about.service).text));
    if (service != nullptr) {
      about.service_name = service->name;
      about.certificates = service->certificates;
    }
  }
  if (!about.node) return about;
  TRY(const auto* const node, subjects_.find(stream_of(*about.node).text));
  if (node == nullptr) return about;
  about.node_name = node->name;
  about.check_target = node->check_target;
  if (node->site) {
    TRY(about.site_name, name_of(key_of_site(*node->site)));
  }
  return about;
}

Result<> Subjects::forget_ended() {
  if (!ended_) return {};
  const auto key = *std::exchange(ended_, std::nullopt);
  TRY(auto* const subject, subjects_.edit(key));
  if (subject == nullptr || !subject->service) return subjects_.erase(key);
  *subject = {.service = subject->service};
  return {};
}

// --- answers ---

namespace {

Result<std::optional<Subject>> stored_subject(const Store& store, const StreamId& stream) {
  TRY(const auto bytes, store.get("basis/subject/" + stream.text));
  if (!bytes) return std::nullopt;
  auto subject = events::unpacked<Subject>(*bytes);
  if (!subject) return fail(projection_errc::corrupt_row, stream.text);
  return subject;
}

/// Whether each stream of the aggregate is a service's.
bool is_of_a_service(std::string_view aggregate) {
  return aggregate == NodeTag::aggregate || aggregate == OrderTag::aggregate ||
         aggregate == ApplyTag::aggregate;
}

}  // namespace

Result<Whose> whose(const Store& store, const Owners& owners, const StreamId& stream) {
  if (const auto group = id_of<UserGroupId>(stream)) return Whose{Whose::Kind::user_group, *group};
  if (const auto service = id_of<ServiceId>(stream)) return owners.whose(*service);
  const auto aggregate = aggregate_of(stream);
  const bool must_be = is_of_a_service(aggregate);
  if (!must_be && aggregate != JobTag::aggregate) return Whose{};
  TRY(const auto subject, stored_subject(store, stream));
  if (must_be && (!subject || !subject->service)) return Whose{Whose::Kind::unknown};
  return owners.whose(subject ? subject->service : std::nullopt);
}

Result<std::string> name_of_service(const Store& store, ServiceId service) {
  TRY(auto subject, stored_subject(store, stream_of(service)));
  return subject ? std::move(subject->name) : std::string();
}

}  // namespace kigen::projections
