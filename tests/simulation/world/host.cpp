#include "tests/simulation/world/host.hpp"

#include "tests/simulation/world/scripts.hpp"

namespace kigen::simulation {
namespace {

using orchestrator::CommandOutput;

constexpr User login_user{1000, 1000};
constexpr int killed = 137;  // 128 + SIGKILL, as a shell reports it

std::string words_of(const FileError& error) {
  return error.path + ": " + std::make_error_code(error.code).message() + "\n";
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// The folder and those above it, as an installation makes them.
void make_folders(FileSystem& files, const std::string& path) {
  if (path.empty() || files.is_folder(path)) return;
  make_folders(files, folder_of(path));
  files.make_folder(root_user, path, 0755);
}

}  // namespace

SimHost::SimHost(SimHostOptions options) : options_(std::move(options)), apache_(files_, options_.apache) {
  constexpr unsigned everybodys = 01777;
  files_.make_folder(root_user, "/tmp", everybodys);
  make_folders(files_, home());
  files_.set_owner(root_user, home(), login_user);
  for (const auto& site : options_.apache) make_site_folders(site);
}

std::string SimHost::home() const { return "/home/" + options_.user; }

void SimHost::make_site_folders(const VirtualHost& site) {
  for (const auto& path : {site.certificate_file, site.key_file, site.chain_file})
    make_folders(files_, folder_of(path));
}

bool SimHost::lets_in(const std::string& user, const Secret& password) const {
  return user == options_.user && password.reveal() == options_.password.reveal();
}

bool SimHost::elevates(const std::string& user, const Secret& password) const {
  return elevation_allowed_ && user == options_.execution_user &&
         password.reveal() == options_.execution_password.reveal();
}

CommandOutput SimHost::run(const std::vector<std::string>& arguments, bool elevated, std::string_view input) {
  constexpr std::size_t before_arguments = 4;  // sh -c TEXT NAME
  const bool is_script = arguments.size() >= before_arguments && arguments[0] == "sh" && arguments[1] == "-c";
  ensure(is_script, "a simulated host is given scripts only: " + (arguments.empty() ? "" : arguments[0]));
  files_.tick();
  Shell shell(files_, elevated ? root_user : login_user, home());
  ScriptRun script{shell, apache_, std::span(arguments).subspan(before_arguments), input};
  try {
    ensure(run_script(arguments[2], script), "a simulated host does not know the script:\n" + arguments[2]);
  } catch (const Exit& end) {
    return {end.code, shell.out(), end.words};
  } catch (const FileError& error) {
    return {1, shell.out(), words_of(error)};
  } catch (const Killed&) {
    return {killed, shell.out(), {}};
  }
  return {0, shell.out(), {}};
}

void SimHost::set_up(const VirtualHost& site, std::string_view certificates_pem, std::string_view key_pem,
                     std::string_view chain_pem) {
  make_site_folders(site);
  files_.write(root_user, site.certificate_file, certificates_pem, 0644);
  files_.write(root_user, site.key_file, key_pem, 0600);
  if (!site.chain_file.empty()) files_.write(root_user, site.chain_file, chain_pem, 0644);
  apache_.start();
}

}  // namespace kigen::simulation
