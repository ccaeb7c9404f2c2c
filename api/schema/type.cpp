#include "api/schema/type.hpp"

#include "events/codec/json_out.hpp"

namespace kigen::api::schema::detail {

std::string fresh_json(bool value) { return value ? "true" : "false"; }
std::string fresh_json(std::int64_t value) { return std::to_string(value); }
std::string fresh_json(std::string_view value) {
  rapidjson::StringBuffer buffer;
  events::JsonWriter out(buffer);
  events::write_text(out, value);
  return {buffer.GetString(), buffer.GetSize()};
}
std::string fresh_json(const Uuid& value) { return fresh_json(std::string_view(to_text(value))); }

}  // namespace kigen::api::schema::detail
