#pragma once

#include <map>
#include <memory>

#include "events/log/event_log.hpp"
#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/ports/tls_probe.hpp"
#include "orchestrator/ports/vault.hpp"

namespace kigen::workers::install {

enum class apply_handler_errc { plan_gone = 1 };
std::error_code make_error_code(apply_handler_errc code);

/// What an apply needs of the world.
struct ApplyPorts {
  std::map<events::NodeKind, orchestrator::Installer*> installers;
  orchestrator::Dialer& dialer;
  orchestrator::TlsProbe& probe;
  orchestrator::Vault& vault;
  orchestrator::Clock& clock;
  events::EventLog& log;  ///< to read the generation's certificates
};

/// Job "apply.run": one run that installs a generation on one node, proves it, and rolls back on failure.
class ApplyHandler final : public orchestrator::JobHandler {
 public:
  explicit ApplyHandler(ApplyPorts ports) : ports_(std::move(ports)) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override;
  Result<orchestrator::Work> prepare(const orchestrator::World& world, const orchestrator::Job& job) override;

 private:
  ApplyPorts ports_;
};

}  // namespace kigen::workers::install

template <>
struct std::is_error_code_enum<kigen::workers::install::apply_handler_errc> : std::true_type {};
