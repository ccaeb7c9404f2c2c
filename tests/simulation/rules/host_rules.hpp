#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// What a host has on its disk and serves at this moment.
struct HostNow {
  std::string files = {};    ///< bytes of the certificate and key that Apache reads
  std::string on_disk = {};  ///< serial of the certificate among them; empty = none
  std::string serial = {};   ///< served; empty = nothing
};

/// A host serves the certificate that it had at first or one that an apply was to bring, and where no apply
/// is at work it serves something and has the files that the log says it has. Workers touch it in a step that
/// was announced, or while they take away what applies left there, and at no other time.
class HostRules {
 public:
  /// `look`: at the host of this address.
  HostRules(Findings& findings, std::function<HostNow(const std::string&)> look)
      : findings_(findings), look_(std::move(look)) {}
  void saw(const Sighting& seen);
  /// A worker is about to change something on a host, or to read it.
  void working_on(const std::string& host);
  /// All hosts as they are now, before anybody repairs one.
  void inspect() const;

  void on(const events::Record& record, const events::NodeCreated& event);
  void on(const events::Record& record, const events::NodeInstalled& event);
  void on(const events::Record& record, const events::ApplyRequested& event);
  void on(const events::Record& record, const events::ApplyStarted&) { open_[record.stream].started = true; }
  void on(const events::Record& record, const events::StepStarted& event) { begin(record, event.index); }
  void on(const events::Record& record, const events::StepSucceeded& event) { end(record, event.index); }
  void on(const events::Record& record, const events::StepFailed& event) { end(record, event.index); }
  void on(const events::Record& record, const events::StepUndoStarted& event) { begin(record, event.index); }
  void on(const events::Record& record, const events::StepUndone& event) { end(record, event.index); }
  void on(const events::Record& record, const events::StepUndoFailed& event) { end(record, event.index); }
  void on(const events::Record& record, const events::ApplySucceeded& event);
  void on(const events::Record& record, const events::ApplyFailed&) { open_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyRolledBack&) { open_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyCancelled&);
  void on(const events::Record& record, const events::JobQueued& event);
  void on(const events::Record& record, const events::JobStarted&) { set_cleaning(record, true); }
  void on(const events::Record& record, const events::JobSucceeded&) { clean_ups_.erase(record.stream); }
  void on(const events::Record& record, const events::JobRetryScheduled&) { set_cleaning(record, false); }
  void on(const events::Record& record, const events::JobDeferred&) { set_cleaning(record, false); }
  void on(const events::Record& record, const events::JobParked&) { set_cleaning(record, false); }
  void on(const events::Record& record, const events::JobCancelled&) { clean_ups_.erase(record.stream); }

 private:
  struct Host {
    std::set<std::string> offered = {};  // serials: the first one, and those of applies
    std::string installed = {};          // by the last apply that succeeded
    bool abandoned = false;              // somebody gave up an apply in the middle
  };
  struct Open {
    std::string host = {};
    bool started = false;
    std::set<std::uint32_t> busy = {};  // with these steps, or with undoing them
  };
  struct CleanUp {
    std::string host = {};
    bool running = false;
  };
  void set_cleaning(const events::Record& record, bool running);
  void begin(const events::Record& record, std::uint32_t step) { open_[record.stream].busy.insert(step); }
  void end(const events::Record& record, std::uint32_t step) { open_[record.stream].busy.erase(step); }
  void inspect(const std::string& address, const Host& host) const;

  Findings& findings_;
  std::function<HostNow(const std::string&)> look_;
  std::map<std::string, Host> hosts_;      // by address
  std::map<StreamId, std::string> nodes_;  // where each is
  std::map<StreamId, Open> open_;          // applies
  std::map<StreamId, CleanUp> clean_ups_;  // jobs
};

}  // namespace kigen::simulation
