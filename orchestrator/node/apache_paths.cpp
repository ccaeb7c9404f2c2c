#include "orchestrator/node/apache_paths.hpp"

#include <array>
#include <string>
#include <string_view>

#include "orchestrator/described.hpp"
#include "orchestrator/input.hpp"

namespace kigen::orchestrator {
namespace {

const std::string settings_path = "settings.server";

struct Named {
  std::string_view path;
  const char* field;
};

std::unexpected<Error> refuse_file(const Named& file, const char* why) {
  return fail(input_errc::malformed_path, "\"" + std::string(file.path) + "\" " + why,
              settings_path + "." + file.field);
}

Result<> check_different(const std::array<Named, 3>& files, std::string_view work_folder) {
  const auto inside = std::string(work_folder) + "/";
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].path.empty()) continue;
    if (files[i].path == work_folder || files[i].path.starts_with(inside))
      return refuse_file(files[i], "is in the work folder");
    for (std::size_t j = 0; j < i; ++j)
      if (files[i].path == files[j].path) return refuse_file(files[i], "is used twice");
  }
  return {};
}

}  // namespace

Result<> check(const events::ApacheSettings& settings) {
  TRY_DO(check_host_program(settings.control_program, settings_path + ".controlProgram"));
  return check_different({{{settings.certificate_file, "certificateFile"},
                           {settings.chain_file, "chainFile"},
                           {settings.key_file, "keyFile"}}},
                         settings.work_folder);
}

Result<> check_apache_paths(const events::ApacheSettings& settings) {
  TRY_DO(check_described(settings, settings_path));
  return check(settings);
}

}  // namespace kigen::orchestrator
