#pragma once

#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/log/event_log.hpp"
#include "events/log/tiles.hpp"

/// Keys and values of the log's database, byte for byte as in docs/formats/event-log.md. Integers are
/// big-endian, so that RocksDB's byte order is their order. Every parser answers `corrupt` to bytes that the
/// writer cannot make.
namespace kigen::events::keys {

std::string of_position(Position position);
Result<Position> position_in(std::string_view bytes);

/// Stream name, a zero byte, version.
std::string of_version(const StreamId& stream, Version version);
struct StreamVersion {
  StreamId stream = {};
  Version version = 0;
};
Result<StreamVersion> version_in(std::string_view key);
/// Before this key lie all versions of the stream.
std::string end_of(const StreamId& stream);

/// First position, then count in four bytes.
std::string of_landing(const Appended& appended);
Result<Appended> landing_in(std::string_view bytes);

/// Level in one byte, then index.
std::string of_tile(const TileId& tile);
Result<TileId> tile_in(std::string_view key);

}  // namespace kigen::events::keys
