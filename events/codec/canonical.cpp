#include "events/codec/canonical.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "events/codec/json_in.hpp"

namespace kigen::events {
namespace {

/// Passes everything on to the writer but fractions and text that is not UTF-8, be it so in the input or by
/// an escape like \udc00 that stands alone, which the reader lets pass.
using StrictWriter = rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                                       rapidjson::CrtAllocator, rapidjson::kWriteValidateEncodingFlag>;
struct IntegersOnly : StrictWriter {
  using StrictWriter::StrictWriter;
  bool Double(double) { return false; }
};

/// The reader's words; what the writer refused it calls a termination.
std::string what_is_wrong(rapidjson::ParseErrorCode code) {
  if (code == rapidjson::kParseErrorTermination) return "A fraction, or text that is not UTF-8.";
  return rapidjson::GetParseError_En(code);
}

}  // namespace

Result<std::string> canonical_object(std::string_view json) {
  rapidjson::StringBuffer buffer(nullptr, json.size() + 1);  // canonical text is no longer
  IntegersOnly out(buffer);
  rapidjson::MemoryStream in(json.data(), json.size());
  rapidjson::Reader reader;
  const auto parsed = reader.Parse<rapidjson::kParseIterativeFlag>(in, out);
  if (parsed.IsError())
    return fail(codec_errc::malformed_json,
                what_is_wrong(parsed.Code()) + " At byte " + std::to_string(parsed.Offset()));
  if (buffer.GetString()[0] != '{') return fail(codec_errc::malformed_json, "not an object");
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace kigen::events
