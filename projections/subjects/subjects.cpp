#include "projections/subjects/subjects.hpp"

#include "events/core/overloaded.hpp"
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

Subject of_node(const NodeSettings& settings) {
  return {.name = settings.name, .site = settings.site, .check_target = check_target(settings.check)};
}

}  // namespace

/// An edit tells less than a creation did: what it does not tell stays.
Result<> Subjects::keep(const std::string& key, Subject told) {
  TRY(const auto* const known, subjects_.find(key));
  if (known != nullptr) {
    if (!told.service) told.service = known->service;
    if (!told.node) told.node = known->node;
    if (!told.site) told.site = known->site;
    told.certificates = known->certificates;
  }
  TRY_DO(subjects_.put(key, std::move(told)));
  return {};
}

/// A slot was filled, or emptied.
Result<> Subjects::holds(const std::string& key, std::uint8_t slot,
                         const std::optional<std::string>& serial) {
  TRY(auto* const service, subjects_.edit(key));
  if (service == nullptr) return {};
  std::erase_if(service->certificates, [&](const auto& held) { return held.slot == slot; });
  if (serial) service->certificates.push_back({slot, *serial});
  return {};
}

/// A job is about what its subject is about.
Result<> Subjects::queued(const std::string& key, const JobQueued& job) {
  TRY(const auto* const about, subjects_.find(job.subject.text));
  Subject told{
      .name = job.kind, .service = job.service, .by_schedule = job.priority <= job_priority::by_schedule};
  if (about != nullptr) {
    if (!told.service) told.service = about->service;
    told.node = about->node;
  }
  return keep(key, std::move(told));
}

/// Names outlive their things, as events about them may still follow; only ended jobs, which are many, are
/// forgotten.
Result<> Subjects::learn(const std::string& key, const Decoded& decoded) {
  const auto named = [&](const std::string& name) { return keep(key, {.name = name}); };
  return visit_event(
      overloaded{
          [&](const ServiceCreated& e) {
            return keep(key, {.name = e.settings.name, .service = ServiceId{decoded.id}});
          },
          [&](const ServiceEdited& e) { return named(e.settings.name); },
          [&](const GenerationRegistered& e) { return holds(key, e.generation.slot, e.generation.serial); },
          [&](const GenerationUpdated& e) { return holds(key, e.generation.slot, e.generation.serial); },
          [&](const GenerationRemoved& e) { return holds(key, e.slot, {}); },
          [&](const NodeCreated& e) {
            auto told = of_node(e.settings);
            told.service = e.service;
            told.node = NodeId{decoded.id};
            return keep(key, std::move(told));
          },
          [&](const NodeEdited& e) { return keep(key, of_node(e.settings)); },
          [&](const OrderRequested& e) { return keep(key, {.name = e.common_name, .service = e.service}); },
          [&](const ApplyRequested& e) { return keep(key, {.service = e.service, .node = e.node}); },
          [&](const JobQueued& e) { return queued(key, e); },
          [&](const JobSucceeded&) -> Result<> {
            ended_ = key;
            return {};
          },
          [&](const JobCancelled&) -> Result<> {
            ended_ = key;
            return {};
          },
          [&](const AccessCreated& e) { return named(e.settings.name); },
          [&](const AccessEdited& e) { return named(e.settings.name); },
          [&](const CaAccountCreated& e) { return named(e.settings.name); },
          [&](const CaAccountEdited& e) { return named(e.settings.name); },
          [&](const UserCreated& e) { return named(e.mail); },
          [&](const SiteCreated& e) { return keep(key_of_site(e.site), {.name = e.name}); },
          [&](const SiteRenamed& e) { return keep(key_of_site(e.site), {.name = e.name}); },
          [](const auto&) { return Result<>{}; },  // tells nothing that was not known
      },
      decoded.event);
}

Result<std::string_view> Subjects::name_of(const std::string& key) {
  TRY(const auto* const subject, subjects_.find(key));
  return subject != nullptr ? std::string_view(subject->name) : std::string_view();
}

Result<About> Subjects::about(const Record& record, const Decoded& decoded) {
  TRY_DO(learn(record.stream.text, decoded));
  if (const auto* const company = std::get_if<CompanyEvent>(&decoded.event)) return about_company(*company);
  return about_stream(record.stream.text);
}

/// Only the removal of a site does not bring the name along.
Result<About> Subjects::about_company(const CompanyEvent& event) {
  const auto* const removed = std::get_if<SiteRemoved>(&event);
  if (removed == nullptr) return About{};
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
  return subjects_.erase(*std::exchange(ended_, std::nullopt));
}

// --- answers ---

Result<std::string> name_of_service(const Store& store, ServiceId service) {
  TRY(const auto bytes, store.get("subject/" + stream_of(service).text));
  if (!bytes) return std::string();
  const auto subject = events::unpacked<Subject>(*bytes);
  if (!subject) return fail(projection_errc::corrupt_row, stream_of(service).text);
  return subject->name;
}

}  // namespace kigen::projections
