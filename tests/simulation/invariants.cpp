#include "tests/simulation/invariants.hpp"

#include <map>
#include <set>

#include "events/log/audit.hpp"
#include "events/log/merkle.hpp"
#include "orchestrator/pki/import.hpp"
#include "tests/support/run.hpp"

namespace kigen::simulation {
namespace {

using namespace events;
using namespace orchestrator;
using namespace std::chrono_literals;

/// A job whose time came this long ago and nobody took is lost.
constexpr auto patience = 1h;

class Examination {
 public:
  explicit Examination(const Evidence& evidence)
      : evidence_(evidence), records_(tests::run(evidence.disk.synced.read(0, SIZE_MAX)).value()) {}

  std::vector<std::string> run() {
    read_log();
    check_acknowledged();
    check_rebuild();
    check_tree();
    check_orders();
    check_rest();
    check_nodes();
    return std::move(found_);
  }

 private:
  void violate(std::string what) {
    constexpr std::size_t enough = 10;
    if (found_.size() < enough) found_.push_back(std::move(what));
  }
  std::string place(const Record& record) { return record.type + " at " + std::to_string(record.position); }

  /// Dense streams, no secrets, and nothing that two hold at once.
  void read_log() {
    std::map<StreamId, Version> versions;
    for (const auto& record : records_) {
      if (record.version != ++versions[record.stream]) violate("a gap in its stream: " + place(record));
      if (record.payload.contains(planted) || record.payload.contains("PRIVATE KEY"))
        violate("a secret is in the log: " + place(record));
      const auto event = world_.fold(record);
      if (!event) return violate("the log cannot be folded: " + describe(event.error()));
      if (const auto* job = std::get_if<JobEvent>(&*event)) follow(record, *job);
      if (const auto* order = std::get_if<OrderEvent>(&*event)) follow(record, *order);
      if (const auto* apply = std::get_if<ApplyEvent>(&*event)) follow(record, *apply);
    }
  }

  void follow(const Record& record, const JobEvent& event) {
    if (const auto* queued = std::get_if<JobQueued>(&event)) keys_[record.stream] = queued->key;
    const auto& key = keys_[record.stream];
    if (!std::holds_alternative<JobStarted>(event)) {
      if (const auto held = running_.find(key); held != running_.end() && held->second == record.stream)
        running_.erase(held);
      return;
    }
    const auto [other, free] = running_.emplace(key, record.stream);
    if (!free && other->second != record.stream) violate("two jobs run with one key: " + place(record));
  }

  void follow(const Record& record, const OrderEvent& event) {
    if (const auto* started = std::get_if<SubmissionStarted>(&event))
      if (!intents_.insert(started->request_key).second)
        violate("one request key for two submissions: " + place(record));
  }

  void follow(const Record& record, const ApplyEvent& event) {
    auto& open = open_steps_[record.stream];
    if (const auto* started = std::get_if<StepStarted>(&event)) open.insert(started->index);
    if (const auto* undoing = std::get_if<StepUndoStarted>(&event)) {
      if (!open.contains(undoing->index)) violate("undone without having started: " + place(record));
      // An undo that failed may come again later; the first try of each goes backwards over the steps.
      auto& begun = undone_[record.stream];
      if (begun.insert(undoing->index).second && *begun.begin() < undoing->index)
        violate("undone in the wrong order: " + place(record));
    }
    if (const auto* done = std::get_if<ApplySucceeded>(&event))
      if (done->served_serial != done->serial) violate("succeeded without being served: " + place(record));
  }

  void check_acknowledged() {
    for (const auto& told : evidence_.people.acknowledged()) {
      const auto landed = tests::run(evidence_.disk.synced.find_command(told.command_id)).value();
      if (!landed || landed->last() != told.position)
        violate("acknowledged and not in the log: " + told.command_id);
    }
  }

  /// What the process folded as it went is what the log says.
  void check_rebuild() {
    const auto& live = evidence_.product.world();
    if (evidence_.product.broken())
      violate("nothing is decided any more: " + describe(*evidence_.product.broken()));
    if (live.end() != world_.end()) violate("the process is behind its log");
    if (live.queue().waiting() != world_.queue().waiting() ||
        live.queue().parked() != world_.queue().parked())
      violate("the process knows other jobs than its log");
  }

  void check_tree() {
    if (records_.empty()) return;
    const auto tree = tests::run(evidence_.disk.synced.tree_head()).value();
    if (tree.size != records_.size()) violate("the tree has another size than the log");
    std::vector<Hash> leaves;
    for (const auto& record : records_) leaves.push_back(leaf_hash(encode_record(record)));
    std::vector<Hash> parts;
    for (const auto& part : subtrees_of({0, leaves.size()})) parts.push_back(root_of(leaves, part));
    if (join(parts) != tree.root) violate("the tree does not verify");
  }

  static Hash root_of(const std::vector<Hash>& leaves, const Subtree& part) {
    if (part.height == 0) return leaves[part.index];
    return node_hash(root_of(leaves, {part.height - 1, part.index * 2}),
                     root_of(leaves, {part.height - 1, part.index * 2 + 1}));
  }

  /// The CA heard of nothing that was not announced, and of each intent once.
  void check_orders() {
    std::set<std::string> heard;
    for (const auto& order : evidence_.ca.orders) {
      if (!intents_.contains(order.request_key)) violate("submitted without intent: " + order.request_key);
      if (!heard.insert(order.request_key).second) violate("submitted twice: " + order.request_key);
    }
  }

  /// In the quiet everything ends, waits for its time, or is parked in plain sight.
  void check_rest() {
    for (const auto& [stream, key] : keys_) {
      const auto id = id_of<JobId>(stream);
      const auto* job = world_.job(*id);
      if (job == nullptr) continue;
      if (job->stage == JobStage::waiting && job->due + patience < evidence_.now)
        violate("due and not taken: " + job->queued.kind + " " + stream.text);
      if (job->stage == JobStage::running && job->lease_until + patience < evidence_.now)
        violate("runs for ever: " + job->queued.kind + " " + stream.text);
    }
    for (const auto& [stream, steps] : open_steps_) {
      const auto* apply = world_.apply(*id_of<ApplyId>(stream));
      if (apply == nullptr || apply->stage == ApplyStage::stuck) continue;
      const auto jobs = world_.jobs_about(stream);
      if (jobs.empty()) violate("an apply that nobody works on: " + stream.text);
    }
  }

  std::string serial_at(const std::string& address) {
    const auto served = evidence_.hosts.at(address)->served({address, 443}, "shop.example");
    if (!served) return {};
    const auto read = pki::read_chain(served->leaf_pem);
    return read ? read->serial : "unreadable";
  }

  /// A node on which nothing is open serves something, and what the log says it serves.
  void check_nodes() {
    for (const auto& [id, node] : world_.nodes()) {
      if (world_.open_apply_of(id)) continue;
      const auto serves = serial_at(node.settings.check.address);
      if (serves.empty()) violate("a node that serves nothing: " + node.settings.name);
      if (!node.enabled || !node.last_check || !node.checked_at) continue;
      if (*node.checked_at + 26h < evidence_.now) continue;
      if (!served_serial(node).empty() && served_serial(node) != serves)
        violate("the log says that " + node.settings.name + " serves " + served_serial(node) +
                ", it serves " + serves);
    }
  }

  const Evidence& evidence_;
  const std::vector<Record> records_;
  World world_;
  std::vector<std::string> found_;
  std::map<StreamId, std::string> keys_;
  std::map<std::string, StreamId> running_;
  std::set<std::string> intents_;
  std::map<StreamId, std::set<std::uint32_t>> open_steps_;
  std::map<StreamId, std::set<std::uint32_t>> undone_;
};

}  // namespace

std::vector<std::string> violations(const Evidence& evidence) { return Examination(evidence).run(); }

}  // namespace kigen::simulation
