#include "projections/log_lines/messages.hpp"

#include <algorithm>
#include <tuple>

#include "events/core/error.hpp"
#include "events/core/readable.hpp"

namespace kigen::projections {
namespace {

std::vector<Message> gather() {
  std::vector<Message> all;
  for (const auto part : {common_messages(), outside_messages(), own_messages(), kept_messages()})
    all.insert(all.end(), part.begin(), part.end());
  std::ranges::stable_sort(all, {}, &Message::number);
  return all;
}

const Message* find(std::uint16_t number, std::string_view form) {
  const auto all = all_messages();
  const auto of_number = std::ranges::equal_range(all, number, {}, &Message::number);
  const auto at = std::ranges::find(of_number, form, &Message::form);
  return at != of_number.end() ? &*at : nullptr;
}

/// Calls `use` with the index and name of each parameter.
template <class Use>
void for_each_name(std::string_view names, Use&& use) {
  for (std::size_t i = 0; !names.empty(); ++i) {
    const auto comma = names.find(',');
    use(i, names.substr(0, comma));
    names.remove_prefix(comma == names.npos ? names.size() : comma + 1);
  }
}

/// Line feeds would let a value pass for a line of its own.
void append_value(std::string& out, std::string_view value) {
  if (is_readable(value))
    out += value;
  else
    out += readable(value);
}

class Renderer {
 public:
  Renderer(const Line& line, const Message& message) : line_(line), message_(message) {}

  std::string render(std::string_view wording) {
    while (!wording.empty()) step(wording);
    return std::move(out_);
  }

 private:
  void step(std::string_view& wording) {
    const char c = wording.front();
    wording.remove_prefix(1);
    switch (c) {
      case '{':
        return fill(wording);
      case '[':
        return open();
      case ']':
        return close();
      default:
        out_ += c;
    }
  }
  void fill(std::string_view& wording) {
    const auto end = wording.find('}');
    const auto value = value_of(wording.substr(0, end));
    wording.remove_prefix(end + 1);
    filled_ |= !value.empty();
    append_value(out_, value);
  }
  void open() {
    group_ = out_.size() - (out_.ends_with(' ') ? 1 : 0);
    filled_ = false;
    out_ += '[';
  }
  void close() {
    if (filled_)
      out_ += ']';
    else
      out_.resize(group_);
  }
  std::string_view value_of(std::string_view wanted) const {
    std::string_view value;
    for_each_name(message_.parameters, [&](std::size_t i, std::string_view name) {
      if (name == wanted && i < line_.values.size()) value = line_.values[i];
    });
    return value;
  }

  const Line& line_;
  const Message& message_;
  std::string out_ = {};
  std::size_t group_ = 0;
  bool filled_ = false;
};

}  // namespace

std::span<const Message> all_messages() {
  static const auto all = gather();
  return all;
}

const Message& message_of(std::uint16_t number, std::string_view form) {
  if (const auto* const exact = find(number, form)) return *exact;
  if (const auto* const usual = find(number, {})) return *usual;
  const auto* const fallback = find(unspecific, {});
  ensure(fallback != nullptr, "the message table has the unspecific number");
  return *fallback;
}

bool takes(const Message& message, std::string_view parameter) {
  bool found = false;
  for_each_name(message.parameters, [&](std::size_t, std::string_view name) { found |= name == parameter; });
  return found;
}

Line make_line(std::uint16_t number, std::initializer_list<Value> values, std::string_view form) {
  const auto& message = message_of(number, form);
  Line line{.number = message.number, .form = std::string(message.form), .severity = message.severity};
  for_each_name(message.parameters, [&](std::size_t, std::string_view name) {
    const auto* const at = std::ranges::find(values, name, &Value::first);
    line.values.emplace_back(at != values.end() ? at->second : std::string_view());
  });
  return line;
}

std::vector<Parameter> parameters_of(const Line& line) {
  std::vector<Parameter> parameters;
  for_each_name(message_of(line.number, line.form).parameters, [&](std::size_t i, std::string_view name) {
    if (i < line.values.size()) parameters.push_back({std::string(name), line.values[i]});
  });
  return parameters;
}

std::string render(const Line& line, Language language) {
  const auto& message = message_of(line.number, line.form);
  return Renderer(line, message).render(language == Language::ja ? message.ja : message.en);
}

}  // namespace kigen::projections
