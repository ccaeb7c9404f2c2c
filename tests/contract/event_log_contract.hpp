#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "events/log/event_log.hpp"

namespace kigen::events {

/// One form of the log as the contract suite sees it.
class LogUnderTest {
 public:
  virtual ~LogUnderTest() = default;
  virtual EventLog& log() = 0;
  virtual std::string verifier_key() = 0;
  /// Shuts the log down, keeping what it stored.
  virtual void close() = 0;
};

struct LogForm {
  std::string name;
  std::function<std::unique_ptr<LogUnderTest>()> make;
};

/// What every form of EventLog must do; each form instantiates it.
class EventLogContract : public testing::TestWithParam<LogForm> {
 protected:
  EventLog& log() { return under_test_->log(); }
  std::unique_ptr<LogUnderTest> under_test_ = GetParam().make();
};

inline std::string form_name(const testing::TestParamInfo<LogForm>& info) { return info.param.name; }

}  // namespace kigen::events
