#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kigen::orchestrator::net {

/// How many connections a server holds at once, and who may have them (docs/decisions/0019-places.md).
struct PlaceLimits {
  std::size_t all = 512;
  std::size_t for_known = 128;  ///< of all: never a stranger's
  std::size_t per_source = 64;  ///< strangers' from one address, or one /64 of IPv6
  std::size_t per_user = 64;    ///< of one user; further ones of the same stay strangers
};

/// The places of a server's connections. Whoever comes is a stranger until a request of theirs was let in;
/// when places are short, the connections of strangers give way to newcomers: those of the source that holds
/// most, the oldest first. Where the known hold too many, their idle ones do. On one loop.
class Places {
 public:
  /// Whose turn it is on a connection.
  enum class Doing : std::uint8_t { idle, reading, answering, sending, streaming };

  /// One connection's; given back as it goes.
  class Place {
   public:
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place();

    void now(Doing doing) { doing_ = doing; }
    /// A request was let in as the user's.
    void know(const std::string& user);
    bool is_known() const { return !user_.empty(); }

   private:
    friend Places;
    Place(Places& of, std::string source, std::function<void()> give_way)
        : of_(of), source_(std::move(source)), give_way_(std::move(give_way)) {}
    bool may_be_taken() const;
    const std::string& holder() const { return is_known() ? user_ : source_; }

    Places& of_;
    std::string source_;
    std::string user_ = {};
    Doing doing_ = Doing::idle;
    std::function<void()> give_way_;
  };

  explicit Places(PlaceLimits limits) : limits_(limits) {}
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;

  /// A place for a newcomer; null when nobody gives way. `give_way` ends the connection that holds it; it is
  /// called at most once, and never by the place itself.
  std::unique_ptr<Place> for_stranger(const std::string& address, std::function<void()> give_way);
  /// For those whom the server trusts as they come: this machine's own, and proxies.
  std::unique_ptr<Place> for_trusted(std::function<void()> give_way);

  std::size_t taken() const { return held_.size(); }

 private:
  using Wanted = std::function<bool(const Place&)>;

  std::unique_ptr<Place> seat(std::unique_ptr<Place> place);
  std::size_t count(const Wanted& wanted) const;
  bool make_room(const Wanted& among);

  PlaceLimits limits_;
  std::vector<Place*> held_;  // the oldest first
};

}  // namespace kigen::orchestrator::net
