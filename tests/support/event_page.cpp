#include "tests/support/event_page.hpp"

#include <fstream>
#include <limits>
#include <optional>
#include <vector>

#include "events/any_event.hpp"

namespace kigen::tests {
namespace {

using namespace events;

constexpr const char* head = R"(# Events

Every event that a log can hold, with the fields of its payload in their stored order. Made from the declarations in
`events/*_events.hpp` by `KIGEN_WRITE_GOLDEN=1 ctest -R golden`; an example of each is in `tests/golden/events/`.

How a payload is written: one JSON object (RFC 8259) in UTF-8 without white space, all fields there, in this order,
`null` for what is absent. *since* is the schema that a field came with; older records lack it and take its default.
Where it is empty, records of an older schema are rewritten as they are read (`events/*_upcasts.cpp`).

| type | in JSON |
|---|---|
| text | string |
| yes or no | `true`, `false` |
| integer | number without fraction, between the bounds |
| instant | string, UTC: `2026-11-22T20:46:19.000123Z`, always six decimals |
| id | string, a UUID (RFC 9562) in lower case |
| stream | string, name of a stream: 1 to 64 of `a`–`z` `0`–`9` `-` `_` |
| words | string, one of those named |
| list | array; its fields follow with `[]` |
| object of one kind | object whose first member `kind` says which kind's fields follow; theirs have its word in their path |
)";

/// What a type is called in the page.
template <class T>
struct TypeText;
template <>
struct TypeText<std::string> {
  static std::string get() { return "text"; }
};
template <>
struct TypeText<bool> {
  static std::string get() { return "yes or no"; }
};
template <>
struct TypeText<Instant> {
  static std::string get() { return "instant"; }
};
template <>
struct TypeText<StreamId> {
  static std::string get() { return "stream"; }
};
template <class Tag>
struct TypeText<Id<Tag>> {
  static std::string get() { return "id"; }
};
template <class N>
  requires(std::is_integral_v<N>)
struct TypeText<N> {
  static std::string get() {
    return "integer " + std::to_string(std::numeric_limits<N>::min()) + " to " +
           std::to_string(std::numeric_limits<N>::max());
  }
};
template <Worded E>
struct TypeText<E> {
  static std::string get() {
    std::string words;
    for (const auto word : EnumWords<E>::words)
      words += (words.empty() ? "`" : ", `") + std::string(word) + "`";
    return words;
  }
};
template <Declared T>
struct TypeText<T> {
  static std::string get() { return "object"; }
};
template <Union T>
struct TypeText<T> {
  static std::string get() { return "object of one kind"; }
};
template <class T>
struct TypeText<std::optional<T>> {
  static std::string get() { return TypeText<T>::get() + ", or null"; }
};
template <class T>
struct TypeText<std::vector<T>> {
  static std::string get() { return "list of " + TypeText<T>::get(); }
};

/// The declared struct inside a field, if there is one, and how a path into it is written.
template <class T>
struct Inside {
  using type = T;
  static constexpr const char* step = ".";
};
template <class T>
struct Inside<std::optional<T>> : Inside<T> {};
template <class T>
struct Inside<std::vector<T>> {
  using type = T;
  static constexpr const char* step = "[].";
};

class Rows {
 public:
  Rows(std::string& page, bool with_since) : page_(page), with_since_(with_since) {}

  template <Declared T>
  void add(const std::string& path) {
    for_each_field<T>([&]<class Class, class Value>(const Field<Class, Value>& field) {
      const auto name = path + std::string(field.name);
      add_row(name, TypeText<Value>::get(), with_since_ ? std::to_string(field.since) : "");
      using Inner = Inside<Value>;
      if constexpr (Declared<typename Inner::type>) add<typename Inner::type>(name + Inner::step);
      if constexpr (Union<typename Inner::type>) add_kinds<typename Inner::type>(name, Inner::step);
    });
  }

 private:
  template <Union T>
  void add_kinds(const std::string& path, const std::string& step) {
    T::for_each_kind([&]<class K>() {
      const auto word = std::string(K::kind);
      add_row(path + step + "kind", "`" + word + "`", "");
      add<K>(path + "(" + word + ")" + step);
    });
  }
  void add_row(const std::string& name, const std::string& type, const std::string& since) {
    page_ += "| `" + name + "` | " + type + " | " + since + " |\n";
  }

  std::string& page_;
  bool with_since_;
};

template <Event E>
void add_event(std::string& page, const std::string& comment) {
  page += "\n### " + std::string(E::type.name) + " (schema " + std::to_string(E::type.schema) + ")\n\n";
  if (!comment.empty()) page += comment + "\n\n";
  if constexpr (E::fields.size == 0) {
    page += "No fields: `{}`.\n";
  } else {
    page += "| field | type | since |\n|---|---|---|\n";
    Rows(page, !Upcastable<E>).add<E>({});
  }
}

}  // namespace

std::map<std::string, std::string> declared_events(const std::filesystem::path& folder) {
  std::map<std::string, std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.path().filename().string().ends_with("_events.hpp")) continue;
    std::ifstream in(entry.path());
    std::string comment, open, line;
    while (std::getline(in, line)) {
      if (line.starts_with("/// ")) {
        comment += (comment.empty() ? "" : " ") + line.substr(4);
        continue;
      }
      if (line.starts_with("struct ")) open = comment;
      comment.clear();
      const auto name = line.find("EventType type{.name = \"");
      if (name == line.npos) continue;
      const auto first = line.find('"', name) + 1;
      found[line.substr(first, line.find('"', first) - first)] = open;
    }
  }
  return found;
}

std::string event_page(const std::filesystem::path& folder) {
  auto comments = declared_events(folder);
  std::string page = head;
  std::string aggregate;
  for_each_event([&]<class E>() {
    const auto name = std::string(E::type.name);
    if (const auto now = name.substr(0, name.find('.')); now != aggregate) {
      aggregate = now;
      page += "\n## " + aggregate + "\n";
    }
    add_event<E>(page, comments[name]);
  });
  return page;
}

}  // namespace kigen::tests
