#include "orchestrator/jobs/make.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

events::JobQueued job(std::string_view kind, std::string_view pool, StreamId subject, Instant due) {
  events::JobQueued queued;
  queued.kind = kind;
  queued.pool = pool;
  queued.key = subject.text;
  queued.subject = std::move(subject);
  queued.due = due;
  return queued;
}

}  // namespace

events::JobQueued advance_order(const Order& order, const CaAccount& account, Instant due) {
  auto queued = job(job_kind::order_advance, job_pool::ca, stream_of(order.id), due);
  queued.key = stream_of(order.ca_account).text;
  queued.limit = account.settings.parallel_orders;
  queued.service = order.service;
  if (order.reason == events::OrderReason::requested) queued.priority = job_priority::by_person;
  return queued;
}

events::JobQueued make_key(const Service& service, Instant due) {
  auto queued = job(job_kind::service_make_key, job_pool::cpu, stream_of(service.id), due);
  queued.service = service.id;
  queued.priority = job_priority::by_person;
  return queued;
}

events::JobQueued renew(const Service& service, Instant due) {
  auto queued = job(job_kind::service_renew, job_pool::policy, stream_of(service.id), due);
  queued.service = service.id;
  return queued;
}

events::JobQueued review(const Service& service, Instant due) {
  auto queued = job(job_kind::service_review, job_pool::policy, stream_of(service.id), due);
  queued.service = service.id;
  return queued;
}

events::JobQueued run_apply(const Apply& apply, Instant due) {
  auto queued = job(job_kind::apply_run, job_pool::install, stream_of(apply.id), due);
  queued.key = stream_of(apply.node).text;
  queued.service = apply.service;
  if (apply.reason == events::ApplyReason::requested) queued.priority = job_priority::by_person;
  return queued;
}

events::JobQueued clean_up_node(const Node& node, Instant due) {
  auto queued = job(job_kind::node_clean_up, job_pool::install, stream_of(node.id), due);
  queued.service = node.service;
  return queued;
}

events::JobQueued check_node(const Node& node, Instant due, std::int32_t priority) {
  auto queued = job(job_kind::node_check, job_pool::check, stream_of(node.id), due);
  queued.service = node.service;
  queued.priority = priority;
  return queued;
}

events::JobQueued scan_host_key(const Access& access, Instant due) {
  auto queued = job(job_kind::access_scan, job_pool::check, stream_of(access.id), due);
  queued.priority = job_priority::by_person;
  return queued;
}

events::JobQueued check_expiries(Instant due) {
  return job(job_kind::expiry_check, job_pool::policy, events::system_stream, due);
}

events::JobQueued review_vault(Instant due) {
  return job(job_kind::vault_review, job_pool::policy, events::vault_stream, due);
}

const Job* waiting_job(const World& world, const StreamId& subject, std::string_view kind) {
  for (const auto* job : world.jobs_about(subject))
    if (job->stage == JobStage::waiting && job->queued.kind == kind) return job;
  return nullptr;
}

bool is_coming(const World& world, const StreamId& subject, std::string_view kind) {
  return std::ranges::any_of(world.jobs_about(subject), [&](const Job* job) {
    return job->queued.kind == kind && job->stage != JobStage::parked;
  });
}

std::vector<const Job*> idle_jobs(const World& world, const StreamId& subject) {
  auto jobs = world.jobs_about(subject);
  std::erase_if(jobs, [](const Job* job) { return job->stage == JobStage::running; });
  return jobs;
}

}  // namespace kigen::orchestrator
