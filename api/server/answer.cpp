#include "api/server/answer.hpp"

namespace kigen::api {

ServerResponse json_answer(unsigned status, std::string json) {
  ServerResponse answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = std::move(json);
  return answer;
}

ServerResponse text_answer(std::string_view mime, std::string text) {
  ServerResponse answer;
  answer.headers = {{"Content-Type", std::string(mime)}};
  answer.body = std::move(text);
  return answer;
}

ServerResponse no_content() {
  ServerResponse answer;
  answer.status = 204;
  return answer;
}

ServerResponse with_version(ServerResponse answer, Version version) {
  answer.headers.emplace_back("ETag", "\"" + std::to_string(version) + "\"");
  return answer;
}

}  // namespace kigen::api
