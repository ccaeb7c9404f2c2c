#include "events/log/memory_log.hpp"
#include "tests/contract/event_log_contract.hpp"

namespace kigen::events {
namespace {

class MemoryLogUnderTest final : public LogUnderTest {
 public:
  EventLog& log() override { return log_; }
  std::string verifier_key() override { return log_.verifier_key(); }
  void close() override { log_.set_intake(Intake::closed); }

 private:
  MemoryLog log_;
};

INSTANTIATE_TEST_SUITE_P(Memory, EventLogContract,
                         testing::Values(LogForm{"memory",
                                                 [] { return std::make_unique<MemoryLogUnderTest>(); }}),
                         form_name);

}  // namespace
}  // namespace kigen::events
