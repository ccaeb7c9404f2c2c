#include "workers/ca/key_work.hpp"

#include <utility>

namespace kigen::workers::ca {

using namespace orchestrator;

Task<Result<JobOutcome>> make_key(KeyMaker& keys, KeyBrief brief, Home& home) {
  auto& settings = brief.settings;
  CsrRequest request{settings.key, settings.subject, settings.common_name, {settings.common_name}};
  request.names.insert(request.names.end(), settings.sans.begin(), settings.sans.end());
  CO_TRY(auto made, co_await keys.make(std::move(request)));
  CO_TRY(const auto ref, co_await home.keep(KeepSecret{std::move(made.key_pem)}));
  CO_TRY_DO(
      co_await home.report(ReportKeyCreated{brief.service,
                                            {ref, std::move(made.csr_pem), std::move(made.public_key_sha256)},
                                            std::move(settings)}));
  co_return JobDone{};
}

}  // namespace kigen::workers::ca
