#include "events/codec/canonical.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "events/codec/json_in.hpp"
#include "events/codec/json_out.hpp"

namespace kigen::events {
namespace {

/// Passes everything on to the writer but fractions.
struct IntegersOnly : JsonWriter {
  using JsonWriter::JsonWriter;
  bool Double(double) { return false; }
};

}  // namespace

Result<std::string> canonical_object(std::string_view json) {
  rapidjson::StringBuffer buffer(nullptr, json.size() + 1);  // canonical text is no longer
  IntegersOnly out(buffer);
  rapidjson::MemoryStream in(json.data(), json.size());
  rapidjson::Reader reader;
  constexpr unsigned exact = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  const auto parsed = reader.Parse<exact>(in, out);
  if (parsed.IsError())
    return fail(codec_errc::malformed_json, std::string(rapidjson::GetParseError_En(parsed.Code())) +
                                                " at byte " + std::to_string(parsed.Offset()));
  if (buffer.GetString()[0] != '{') return fail(codec_errc::malformed_json, "not an object");
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace kigen::events
