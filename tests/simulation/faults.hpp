#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/random.hpp"

namespace kigen::simulation {

/// What may go wrong in one history. Figures are probabilities per occasion.
struct Faults {
  double lost_request = 0;   ///< never arrives
  double lost_answer = 0;    ///< the world has changed, the caller does not hear it
  double hang = 0;           ///< no answer before the deadline; the world may have changed
  double slow = 0;           ///< seconds instead of milliseconds
  double silence = 0;        ///< no answer ever, whatever the deadline
  double straggler = 0;      ///< a request that was given up before it arrived arrives later all the same
  double repeated = 0;       ///< a request to the CA arrives twice
  double cut_short = 0;      ///< the end of an answer is missing
  double ca_refuses = 0;     ///< rate limit, error 500 or a nonce that it does not like
  double forgetful_ca = 0;   ///< per request: the CA forgets accounts and orders
  double crowd = 0;          ///< per action of people: many of them act at the same moment
  double ghost = 0;          ///< per action of people: a worker speaks whose lease has ended
  double host_key = 0;       ///< per action of people: a host shows another identity
  double configuration = 0;  ///< per action of people: an Apache breaks when it next reads its files
  double deaf_apache = 0;    ///< per action of people: restarts do nothing for a while
  double killed_script = 0;  ///< per action of people: a host's next script dies between two changes
  double full_host = 0;      ///< per action of people: a host's disk is nearly full, or has room again
  double read_only = 0;      ///< per action of people: a host's disk takes no writes, or takes them again
  double slow_sync = 0;      ///< of log and vault
  double full_disk = 0;      ///< per write: the disk is full for some minutes
  double failed_sync = 0;    ///< per write, more with others behind: for a while nothing can be synced
  double failed_append = 0;  ///< per turn's appends, more with others behind: they alone fail, kept or not
  double clock_jump = 0;     ///< per action of people
  double clock_back = 0;     ///< per crash: the clock is behind when the next process starts
  unsigned crashes = 0;

  /// Each seed switches on its own subset.
  static Faults swarm(SimRandom random);

  /// Those that are on.
  std::vector<std::string> names() const;
  /// False when no fault has this name.
  bool switch_off(std::string_view name);
};

}  // namespace kigen::simulation
