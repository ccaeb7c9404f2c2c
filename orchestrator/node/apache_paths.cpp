#include "orchestrator/node/apache_paths.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <string>
#include <string_view>

#include "orchestrator/input.hpp"

namespace kigen::orchestrator {
namespace {

constexpr std::size_t max_path_bytes = 1024;
constexpr std::size_t max_part_bytes = 240;  // of the 255 that file systems take: suffixes of ours need room

std::unexpected<Error> refuse(std::string_view path, const char* why, const std::string& field) {
  return fail(input_errc::malformed_path, "\"" + std::string(path) + "\" " + why, "settings.apache." + field);
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("._/@%+-").contains(c);
}

bool is_part(std::string_view part) {
  return !part.empty() && part.size() <= max_part_bytes && part != "." && part != "..";
}

Result<> check_path(std::string_view path, const std::string& field) {
  if (!path.starts_with('/')) return refuse(path, "is no absolute path", field);
  if (path.size() > max_path_bytes) return refuse(path.substr(0, 40), "is too long", field);
  if (!std::ranges::all_of(path, is_plain))
    return refuse(path, "holds other characters than A-Za-z0-9._/@%+-", field);
  if (path == "/") return refuse(path, "names nothing", field);
  for (const auto part : std::views::split(path.substr(1), '/'))
    if (!is_part(std::string_view(part)))
      return refuse(path, "has an empty, \".\", \"..\" or too long part", field);
  return {};
}

/// A word that is found in the PATH, or an absolute path.
Result<> check_program(std::string_view program, const std::string& field) {
  if (program.contains('/')) return check_path(program, field);
  if (!is_part(program) || program.starts_with('-') || !std::ranges::all_of(program, is_plain))
    return refuse(program, "is no program name", field);
  return {};
}

struct Named {
  std::string_view path;
  const char* field;
};

Result<> check_different(const std::array<Named, 3>& files, std::string_view work_folder) {
  const auto inside = std::string(work_folder) + "/";
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].path.empty()) continue;
    if (files[i].path == work_folder || files[i].path.starts_with(inside))
      return refuse(files[i].path, "is in the work folder", files[i].field);
    for (std::size_t j = 0; j < i; ++j)
      if (files[i].path == files[j].path) return refuse(files[i].path, "is used twice", files[i].field);
  }
  return {};
}

}  // namespace

Result<> check_apache_paths(const events::ApacheSettings& settings) {
  TRY_DO(check_path(settings.certificate_file, "certificateFile"));
  if (!settings.chain_file.empty()) TRY_DO(check_path(settings.chain_file, "chainFile"));
  TRY_DO(check_path(settings.key_file, "keyFile"));
  TRY_DO(check_path(settings.work_folder, "workFolder"));
  TRY_DO(check_program(settings.control_program, "controlProgram"));
  if (!settings.config_file.empty()) TRY_DO(check_path(settings.config_file, "configFile"));
  return check_different({{{settings.certificate_file, "certificateFile"},
                           {settings.chain_file, "chainFile"},
                           {settings.key_file, "keyFile"}}},
                         settings.work_folder);
}

}  // namespace kigen::orchestrator
