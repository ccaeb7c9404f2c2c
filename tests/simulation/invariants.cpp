#include "tests/simulation/invariants.hpp"

#include <set>

#include "events/log/audit.hpp"
#include "events/log/merkle.hpp"
#include "tests/simulation/leaks.hpp"
#include "tests/simulation/views_check.hpp"
#include "tests/simulation/witness.hpp"
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
  Examination(const Evidence& evidence, Findings& findings)
      : evidence_(evidence),
        world_(evidence.witness.world()),
        findings_(findings),
        records_(tests::run(evidence.disk.synced.read(0, SIZE_MAX)).value()) {}

  void run() {
    guard_secrets();
    check_secrets();
    check_acknowledged();
    check_rebuild();
    check_tree();
    check_rest();
    evidence_.witness.at_rest(evidence_.now);
    check_nodes();
    check_following();
    check_views({records_, world_, leaks_}, *evidence_.process.views, findings_);
  }

 private:
  void guard_secrets() {
    leaks_.guard(Secret(std::string(planted)));
    evidence_.disk.secrets.for_each([&](const Secret& secret) { leaks_.guard(secret); });
  }

  void check_secrets() {
    for (const auto& record : records_)
      if (leaks_.in(encode_record(record))) findings_.add("a secret is in the log", record);
    if (leaks_.in(evidence_.output)) findings_.add("a secret is in the output");
    for (const auto& told : evidence_.people.trace())
      if (leaks_.in(told)) findings_.add("a person was told a secret: " + told.substr(0, told.find(' ')));
  }

  void check_acknowledged() {
    for (const auto& told : evidence_.people.acknowledged()) {
      const auto landed = tests::run(evidence_.disk.synced.find_command(told.command_id)).value();
      if (!landed || landed->last() != told.position)
        findings_.add("acknowledged and not in the log: " + told.command_id);
    }
  }

  /// What the process folded as it went is what the log says.
  void check_rebuild() {
    const auto& product = evidence_.process.orchestrator;
    const auto& live = product.world();
    if (const auto takes = product.takes_commands(); !takes)
      findings_.add("nothing is decided any more: " + describe(takes.error()));
    if (live.end() != world_.end()) findings_.add("the process is behind its log");
    if (live.queue().waiting() != world_.queue().waiting() ||
        live.queue().parked() != world_.queue().parked())
      findings_.add("the process knows other jobs than its log");
    std::set<StreamId> streams;
    for (const auto& record : records_) streams.insert(record.stream);
    for (const auto& stream : streams)
      if (live.row_of(stream) != world_.row_of(stream))
        findings_.add("the process knows another state than its log: " + stream.text);
  }

  void check_following() {
    const auto state = evidence_.process.following->state();
    if (!state.error.empty()) findings_.add("the views follow no more: " + state.error);
    if (state.position != records_.size()) findings_.add("the views are behind the log");
  }

  void check_tree() {
    if (records_.empty()) return;
    const auto tree = tests::run(evidence_.disk.synced.tree_head()).value();
    if (tree.size != records_.size()) findings_.add("the tree has another size than the log");
    std::vector<Hash> leaves;
    for (const auto& record : records_) leaves.push_back(leaf_hash(encode_record(record)));
    std::vector<Hash> parts;
    for (const auto& part : subtrees_of({0, leaves.size()})) parts.push_back(root_of(leaves, part));
    if (join(parts) != tree.root) findings_.add("the tree does not verify");
  }

  static Hash root_of(const std::vector<Hash>& leaves, const Subtree& part) {
    if (part.height == 0) return leaves[part.index];
    return node_hash(root_of(leaves, {part.height - 1, part.index * 2}),
                     root_of(leaves, {part.height - 1, part.index * 2 + 1}));
  }

  /// In the quiet everything ends, waits for its time, or is parked in plain sight.
  void check_rest() {
    std::set<StreamId> worked_on;
    std::set<StreamId> open;
    for (const auto& record : records_) {
      if (const auto id = id_of<JobId>(record.stream)) check_job(world_.job(*id), worked_on);
      if (const auto id = id_of<OrderId>(record.stream); id && world_.order(*id)) open.insert(record.stream);
      if (const auto id = id_of<ApplyId>(record.stream); id && is_under_way(world_.apply(*id)))
        open.insert(record.stream);
    }
    for (const auto& stream : open)
      if (!worked_on.contains(stream)) findings_.add("open, and nobody works on it: " + stream.text);
  }

  static bool is_under_way(const Apply* apply) { return apply && apply->stage != ApplyStage::stuck; }

  void check_job(const Job* job, std::set<StreamId>& worked_on) {
    if (job == nullptr) return;
    worked_on.insert(job->queued.subject);
    const auto about = job->queued.kind + " " + to_text(job->id);
    if (job->stage == JobStage::waiting && job->due + patience < evidence_.now)
      findings_.add("due and not taken: " + about);
    if (job->stage == JobStage::running && job->lease_until + patience < evidence_.now)
      findings_.add("runs for ever: " + about);
  }

  /// What the product last saw a node serve, and what it says is installed, is so.
  void check_nodes() {
    evidence_.witness.inspect_hosts();
    for (const auto& [id, node] : world_.nodes()) {
      if (world_.open_apply_of(id)) continue;
      const auto now = evidence_.witness.look(id);
      if (!node.enabled || !node.last_check || !node.checked_at) continue;
      if (*node.checked_at + 26h < evidence_.now) continue;
      if (!served_serial(node).empty() && served_serial(node) != now.serial)
        findings_.add("the log says that " + node.settings.name + " serves " + served_serial(node) +
                      ", it serves " + now.serial);
    }
  }

  const Evidence& evidence_;
  const World& world_;
  Findings& findings_;
  const std::vector<Record> records_;
  Leaks leaks_;
};

}  // namespace

void examine_rest(const Evidence& evidence, Findings& findings) { Examination(evidence, findings).run(); }

}  // namespace kigen::simulation
