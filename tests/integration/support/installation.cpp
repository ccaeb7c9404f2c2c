#include "tests/integration/support/installation.hpp"

#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"

namespace kigen::tests {
namespace {

std::string executable() { return program_beside_this("../bin/kigen").string(); }

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string found_in(const std::string& text, const std::string& pattern) {
  std::smatch found;
  return std::regex_search(text, found, std::regex(pattern)) ? found[1].str() : "";
}

}  // namespace

Installation::Installation() {
  ::umask(077);  // files with passwords, say, which kigen refuses when others may read them
  const auto made = run({"init", "--directory", folder().string(), "--listen", "127.0.0.1:0",
                         "--http01-listen", "127.0.0.1:0"});
  bootstrap_token_ = found_in(made.output, "bootstrap token: (\\S+)");
  if (made.exit_code != 0 || bootstrap_token_.empty()) throw std::runtime_error(made.output);
}

std::vector<std::string> Installation::environment() const {
  return {"KIGEN_URL=" + url_, "KIGEN_TRUST=" + (folder() / "tls" / "certificate.pem").string(),
          "KIGEN_TOKEN=" + token_, "KIGEN=" + executable()};
}

Ended Installation::run_program(std::vector<std::string> words) {
  const TempFolder scratch;
  ChildProcess process(std::move(words), environment(), scratch.path() / "output");
  const int exit_code = process.wait();
  return {exit_code, text_of(scratch.path() / "output")};
}

Ended Installation::run(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{executable()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_program(std::move(words));
}

Ended Installation::run_script(const std::string& script) {
  return run_program({"bash", "-euc", "cd \"$0\"\n" + script, folder().string()});
}

Ended Installation::run_here(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--config", config().string()});
  return run(arguments);
}

void Installation::put_hook(const std::filesystem::path& program) {
  std::filesystem::create_directory(folder() / "hooks");
  std::filesystem::copy(program, folder() / "hooks" / program.filename());
  const auto text = text_of(config());
  std::ofstream(config()) << std::regex_replace(text, std::regex("# hook_folder"), "hook_folder");
}

Ended Installation::serve() {
  const auto output = folder() / "serve.log";
  std::filesystem::remove(output);
  server_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{executable(), "serve", "--config", config().string()}, environment(), output);
  const bool ready = eventually([&] {
    url_ = found_in(said(), "serves on (https\\S+)");
    return !url_.empty() || server_->has_ended();
  });
  if (ready && !url_.empty()) return {0, said()};
  Ended ended{server_->wait(), said()};
  server_.reset();
  return ended;
}

const std::string& Installation::claim() {
  std::ofstream(folder() / "password") << "correct horse battery staple";
  std::ofstream(folder() / "bootstrap") << bootstrap_token_ << "\n";
  const auto claimed = run({"bootstrap", "--token-file", (folder() / "bootstrap").string(), "--password-file",
                            (folder() / "password").string(), "--company", "Example", "--print-token"});
  token_ = claimed.output.substr(0, claimed.output.find('\n'));
  if (claimed.exit_code != 0) throw std::runtime_error(claimed.output);
  return token_;
}

int Installation::stop() {
  server_->send(SIGTERM);
  const int exit_code = server_->wait();
  server_.reset();
  url_.clear();
  return exit_code;
}

void Installation::kill() {
  server_.reset();
  url_.clear();
}

std::string Installation::said() const { return text_of(folder() / "serve.log"); }

}  // namespace kigen::tests
