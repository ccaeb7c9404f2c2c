#include "workers/install/receive.hpp"

#include <algorithm>
#include <utility>

#include "events/core/base64.hpp"
#include "orchestrator/pki/digest.hpp"
#include "workers/install/way_script.hpp"

namespace kigen::workers::install {
namespace script {

const std::string receive = std::string(way_functions) + R"sh(
take() {  # NAME SHA256
  part=$folder/$1.new
  rm -f "$part"
  while IFS= read -r line && [ "$line" != . ]; do printf '%s\n' "$line"; done | base64 -d > "$part"
  digest=$(sha256sum < "$part")
  if [ "${digest%% *}" != "$2" ]; then
    rm -f "$part"
    refuse "$1 did not arrive as it was sent"
  fi
  mv -f "$part" "$folder/$1"
}
folder=$1
shift
trust "$folder"
closed "$folder"
while [ $# -gt 0 ]; do
  take "$1" "$2"
  shift 2
done
sync "$folder"/* "$folder" 2>/dev/null || sync
touch "$folder"
)sh";

}  // namespace script

std::vector<std::string> arguments_of(const std::string& folder, const std::vector<SentFile>& files) {
  std::vector<std::string> arguments{folder};
  for (const auto& file : files)
    arguments.insert(arguments.end(), {file.name, orchestrator::pki::sha256_hex(file.content.reveal())});
  return arguments;
}

Secret input_of(const std::vector<SentFile>& files) {
  constexpr std::size_t line_bytes = 57, line_characters = 76;
  std::size_t size = 0;
  for (const auto& file : files)
    size += (file.content.reveal().size() / line_bytes + 1) * (line_characters + 1) + 2;
  std::string text;
  text.reserve(size);  // a string that grows leaves copies behind
  for (const auto& file : files) {
    for (auto left = bytes_of(file.content.reveal()); !left.empty();) {
      const auto line = left.first(std::min(left.size(), line_bytes));
      auto encoded = to_base64(line);
      text.append(encoded).append("\n");
      wipe(encoded);
      left = left.subspan(line.size());
    }
    text += ".\n";
  }
  return Secret(std::move(text));
}

}  // namespace kigen::workers::install
