#include "events/log/rocks_log.hpp"
#include "tests/contract/event_log_contract.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::events {
namespace {

class RocksLogUnderTest final : public LogUnderTest {
 public:
  RocksLogUnderTest() { open(); }
  EventLog& log() override { return *log_; }
  std::string verifier_key() override { return signer_.verifier_key(); }
  void close() override { log_->close(); }
  bool durable() const override { return true; }
  void reopen() override {
    log_.reset();
    open();
  }

 private:
  void open() {
    auto opened = RocksLog::open({.path = folder_.path() / "log", .signer = signer_});
    ensure(opened.has_value(), opened ? "" : describe(opened.error()));
    log_ = *std::move(opened);
  }

  tests::TempFolder folder_;
  Signer signer_ = Signer::from_seed("example.com/log", std::array<std::uint8_t, 32>{}).value();
  std::unique_ptr<RocksLog> log_;
};

INSTANTIATE_TEST_SUITE_P(Rocks, EventLogContract,
                         testing::Values(LogForm{"rocks", [] { return std::make_unique<RocksLogUnderTest>(); }}),
                         form_name);

}  // namespace
}  // namespace kigen::events
