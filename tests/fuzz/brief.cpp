// Briefs, and what work and home say to each other. An input is a letter for what it is, and its bytes.
#include <array>

#include "orchestrator/jobs/brief_codec.hpp"
#include "orchestrator/jobs/told_error.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "workers/ca/key_work.hpp"
#include "workers/ca/order_work.hpp"
#include "workers/check/check_work.hpp"
#include "workers/install/apply_work.hpp"
#include "workers/install/clean_up_work.hpp"
#include "workers/install/scan_work.hpp"

namespace kigen::fuzz {
namespace {

using namespace orchestrator;

template <class T>
void try_as(std::string_view bytes) {
  const auto value = from_bytes<T>(bytes);
  if (value) ensure(to_bytes(*value).reveal() == bytes, "each value has one form");
}

void try_error(std::string_view bytes) {
  const auto error = from_bytes<ToldError>(bytes);
  if (!error) return;
  ensure(to_bytes(*error).reveal() == bytes, "each value has one form");
  ensure(static_cast<bool>(heard(*error).code), "an error stays one");
}

constexpr std::array<void (*)(std::string_view), 11> forms{
    try_as<workers::ca::OrderBrief>,
    try_as<workers::ca::KeyBrief>,
    try_as<workers::install::ApplyBrief>,
    try_as<workers::install::CleanUpBrief>,
    try_as<workers::install::ScanBrief>,
    try_as<workers::check::CheckBrief>,
    try_as<Report>,
    try_as<KeepSecret>,
    try_as<CancelReason>,
    try_as<JobOutcome>,
    try_error,
};

}  // namespace

void try_input(std::string_view input) {
  if (input.empty()) return;
  const auto form = static_cast<std::size_t>(static_cast<unsigned char>(input[0])) - 'a';
  if (form < forms.size()) forms[form](input.substr(1));
}

}  // namespace kigen::fuzz
