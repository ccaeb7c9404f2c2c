#include "tools/kigen/client/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "events/core/exposure.hpp"
#include "orchestrator/net/http_client.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tools/kigen/client/unix_dialer.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

constexpr std::size_t max_input_bytes = 1u << 20;
constexpr std::size_t max_answer_bytes = 64u << 20;

Result<std::string> read_all(std::istream& in, const std::string& name) {
  std::string text(max_input_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return fail(client_errc::file, name);
  if (text.size() > max_input_bytes) return fail(client_errc::file, name + " is over 1 MiB");
  return text;
}

Result<Secret> find_token(const ClientOptions& options) {
  if (options.token_file.empty()) {
    const char* token = std::getenv("KIGEN_TOKEN");
    return Secret(token == nullptr ? "" : token);
  }
  TRY(auto text, read_secret_input(options.token_file));
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return Secret(std::move(text));
}

/// A Problem Details answer in one line: what, where, why.
std::string word_in(const json::value& body, std::string_view name) {
  const auto* problem = body.if_object();
  const auto* value = problem == nullptr ? nullptr : problem->if_contains(name);
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

constexpr unsigned precondition_failed = 412;

std::unexpected<Error> refusal(unsigned status, const json::value& body) {
  auto text = word_in(body, "title");
  if (text.empty()) text = "the server answered " + std::to_string(status);
  if (const auto detail = word_in(body, "detail"); !detail.empty()) text += ": " + detail;
  if (const auto number = word_in(body, "message"); !number.empty()) text += " <" + number + ">";
  const auto code = status == precondition_failed ? client_errc::changed : client_errc::refused;
  return fail(code, std::move(text), word_in(body, "field"));
}

json::value parse_body(const std::string& body) {
  boost::system::error_code error;
  auto value = json::parse(body, error);
  return error ? json::value() : value;
}

}  // namespace

std::error_code make_error_code(client_errc code) {
  static const TableCategory table(
      "client",
      {{int(client_errc::refused), "refused", "refused", 2603, Failure::permanent, Answer::unprocessable},
       {int(client_errc::unreachable), "unreachable", "the server could not be asked", 1839,
        Failure::transient, Answer::unavailable},
       {int(client_errc::malformed), "malformed", "not understood", 5, Failure::permanent,
        Answer::bad_request},
       {int(client_errc::file), "file", "the file cannot be read", 4, Failure::permanent,
        Answer::bad_request},
       {int(client_errc::changed), "changed", "refused", 2603, Failure::transient, Answer::unprocessable}});
  return {int(code), table};
}

Result<std::string> read_input(const std::string& file) {
  if (file == "-") return read_all(std::cin, "standard input");
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(client_errc::file, file);
  return read_all(in, file);
}

Result<std::string> read_secret_input(const std::string& file) {
  if (const auto fit = check_exposure(file, Privacy::secret); file != "-" && !fit)
    return fail(client_errc::file, fit.error().detail);
  return read_input(file);
}

struct ClientSession::Parts {
  explicit Parts(const ClientOptions& given) : options(given) {}

  ClientOptions options;
  Secret token;
  std::string cookie;
  std::string csrf;
  std::string trust_pem;
  asio::io_context loop;
  orchestrator::SystemClock clock;
  orchestrator::net::TcpDialer over_tcp{loop.get_executor(), clock};
  UnixDialer over_socket{loop.get_executor(), clock, options.socket};
  orchestrator::net::HttpClient http{dialer(), clock};

  bool is_local() const { return !options.socket.empty(); }
  orchestrator::Dialer& dialer() {
    if (is_local()) return over_socket;
    return over_tcp;
  }
  /// On a socket the kernel keeps others out: there is no TLS.
  std::string base() const { return is_local() ? "http://localhost" : options.url; }
  std::string advice() const {
    return is_local() ? "; does kigen serve run with this data folder?"
                      : "; does kigen serve run there, and is --url (KIGEN_URL) right?";
  }
};

ClientSession::ClientSession(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ClientSession::~ClientSession() = default;

Result<std::unique_ptr<ClientSession>> ClientSession::open(const ClientOptions& options) {
  auto parts = std::make_unique<Parts>(options);
  TRY(parts->token, find_token(options));
  if (!options.trust_file.empty()) {
    TRY(parts->trust_pem, read_input(options.trust_file));
  }
  return std::unique_ptr<ClientSession>(new ClientSession(std::move(parts)));
}

Result<ClientAnswer> ClientSession::get(std::string_view path) { return send("GET", path, nullptr); }

Result<ClientAnswer> ClientSession::send(std::string_view method, std::string_view path,
                                         const json::value* body, std::string_view etag) {
  orchestrator::HttpRequest request;
  request.method = method;
  request.url = parts_->base() + std::string(path);
  request.plain_allowed = parts_->is_local();
  request.trust_pem = parts_->trust_pem;
  request.max_answer_bytes = max_answer_bytes;
  if (!parts_->token.empty())
    request.headers.emplace_back("Authorization", "Bearer " + parts_->token.reveal());
  if (!parts_->cookie.empty()) request.headers.emplace_back("Cookie", parts_->cookie);
  if (!parts_->csrf.empty()) request.headers.emplace_back("X-CSRF-Token", parts_->csrf);
  if (!etag.empty()) request.headers.emplace_back("If-Match", etag);
  if (body != nullptr) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = json::serialize(*body);
  }
  const auto deadline = parts_->clock.now() + std::chrono::seconds(parts_->options.timeout_s);
  auto pending =
      asio::co_spawn(parts_->loop, parts_->http.send(std::move(request), deadline), asio::use_future);
  parts_->loop.restart();
  parts_->loop.run();
  const auto response = pending.get();
  if (!response)
    return fail(client_errc::unreachable,
                parts_->base() + ": " + describe(response.error()) + parts_->advice());
  ClientAnswer answer{parse_body(response->body), response->body, response->header("ETag").value_or("")};
  if (response->status < 200 || response->status > 299) return refusal(response->status, answer.body);
  if (const auto cookie = response->header("Set-Cookie"))
    parts_->cookie = cookie->substr(0, cookie->find(';'));
  return answer;
}

Result<> ClientSession::log_in(const std::string& mail, const Secret& password) {
  const json::value body{{"mail", mail}, {"password", password.reveal()}};
  TRY(const auto answer, send("POST", "/api/v1/session", &body));
  const auto* csrf = answer.body.is_object() ? answer.body.get_object().if_contains("csrfToken") : nullptr;
  if (csrf == nullptr || !csrf->is_string())
    return fail(client_errc::malformed, "no csrfToken in the answer");
  parts_->csrf = csrf->get_string();
  return {};
}

void ClientSession::pause(std::chrono::milliseconds duration) {
  auto pending = asio::co_spawn(parts_->loop, parts_->clock.sleep_until(parts_->clock.now() + duration),
                                asio::use_future);
  parts_->loop.restart();
  parts_->loop.run();
  std::ignore = pending.get();
}

}  // namespace kigen::tools
