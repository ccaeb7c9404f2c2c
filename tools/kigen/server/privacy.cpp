#include "tools/kigen/server/privacy.hpp"

#include "events/core/exposure.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;

/// The file, and that nobody can put another in its place.
Result<> check_file(const fs::path& path, Privacy privacy) {
  if (path.empty()) return {};
  TRY_DO(check_exposure(path, privacy));
  return check_exposure(fs::absolute(path).parent_path(), Privacy::intact);
}

}  // namespace

Result<> check_privacy(const Config& config, const fs::path& file) {
  for (const auto& path : {file, config.certificate}) TRY_DO(check_file(path, Privacy::intact));
  for (const auto& path :
       {config.certificate_key, config.master_key, config.master_passphrase, config.signer_key, config.data})
    TRY_DO(check_file(path, Privacy::secret));
  return {};
}

}  // namespace kigen::tools
