#include "events/codec/canonical.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

#include <algorithm>

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

/// Reads what our writer writes, but for the rare forms. Each function takes its part off the front.
class PlainReader {
 public:
  explicit PlainReader(std::string_view json) : rest_(json) {}

  bool object(unsigned depth) {
    if (depth == 0 || !take('{')) return false;
    if (take('}')) return true;
    do {
      if (!text() || !take(':') || !value(depth - 1)) return false;
    } while (take(','));
    return take('}');
  }
  bool at_end() const { return rest_.empty(); }

 private:
  static constexpr std::size_t max_digits = 18;  // fits 64 bits whatever they are

  bool take(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }
  bool value(unsigned depth) {
    if (rest_.empty()) return false;
    switch (rest_.front()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return text();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return integer();
    }
  }
  bool array(unsigned depth) {
    if (depth == 0 || !take('[')) return false;
    if (take(']')) return true;
    do {
      if (!value(depth - 1)) return false;
    } while (take(','));
    return take(']');
  }
  bool text() {
    if (!take('"')) return false;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < ' ') return false;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }
  bool escape() {
    const bool is_plain = !rest_.empty() && std::string_view("\"\\bfnrt").contains(rest_.front());
    if (is_plain) rest_.remove_prefix(1);
    return is_plain;
  }
  bool integer() {
    const bool negative = take('-');
    const auto digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    if (digits == 0 || digits > max_digits) return false;
    if (rest_.front() == '0' && (digits > 1 || negative)) return false;
    rest_.remove_prefix(digits);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

bool is_plainly_canonical(std::string_view json) {
  constexpr unsigned max_depth = 32;
  PlainReader reader(json);
  return reader.object(max_depth) && reader.at_end() && simdjson::validate_utf8(json.data(), json.size());
}

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
