#include "events/log/rocks_keys.hpp"

namespace kigen::events::keys {
namespace {

template <class N>
std::string big_endian(N value) {
  std::string bytes(sizeof(N), '\0');
  for (std::size_t i = sizeof(N); i-- > 0; value = static_cast<N>(value >> 8))
    bytes[i] = static_cast<char>(value & 0xff);
  return bytes;
}

/// `bytes` has exactly sizeof(N).
template <class N>
N from_big_endian(std::string_view bytes) {
  N value = 0;
  for (const char byte : bytes) value = static_cast<N>((value << 8) | static_cast<unsigned char>(byte));
  return value;
}

std::unexpected<Error> malformed(const char* what) {
  return fail(log_errc::corrupt, std::string("malformed ") + what);
}

}  // namespace

std::string of_position(Position position) { return big_endian(position); }

Result<Position> position_in(std::string_view bytes) {
  if (bytes.size() != 8) return malformed("position");
  return from_big_endian<Position>(bytes);
}

std::string of_version(const StreamId& stream, Version version) {
  return stream.text + '\0' + big_endian(version);
}

Result<StreamVersion> version_in(std::string_view key) {
  if (key.size() < 10 || key[key.size() - 9] != '\0') return malformed("stream key");
  StreamVersion found{{std::string(key.substr(0, key.size() - 9))},
                      from_big_endian<Version>(key.substr(key.size() - 8))};
  if (!is_valid(found.stream)) return malformed("stream name in a key");
  return found;
}

std::string end_of(const StreamId& stream) { return stream.text + '\x01'; }

std::string of_landing(const Appended& appended) {
  return big_endian(appended.first) + big_endian(appended.count);
}

Result<Appended> landing_in(std::string_view bytes) {
  if (bytes.size() != 12) return malformed("command entry");
  return Appended{from_big_endian<Position>(bytes.substr(0, 8)),
                  from_big_endian<std::uint32_t>(bytes.substr(8))};
}

std::string of_tile(const TileId& tile) { return static_cast<char>(tile.level) + big_endian(tile.index); }

Result<TileId> tile_in(std::string_view key) {
  if (key.size() != 9) return malformed("tile key");
  return TileId{static_cast<std::uint8_t>(key[0]), from_big_endian<std::uint64_t>(key.substr(1))};
}

}  // namespace kigen::events::keys
