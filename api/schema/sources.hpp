#pragma once

#include <boost/json/fwd.hpp>

#include <span>
#include <string_view>

#include "api/schema/type.hpp"
#include "api/server/route.hpp"

namespace kigen::api::schema {

/// Settings of things that people keep, and the word that stands for them in the catalogues of words.
struct Settings {
  std::string_view word;
  const Type* type;
};

/// A kind of thing that is kept by one set of routes: as a row of `x-kept`.
struct KeptThing {
  std::string_view word;
  std::string_view path;
  std::string_view parameter;  ///< its id in the paths below
  const Type* settings;
  const Type* answer;
};

/// What the description is made from.
struct Sources {
  std::span<const Route> routes;
  std::span<const Settings> settings;
  std::span<const KeptThing> kept;
  const boost::json::object& words;    ///< console/static/words/en.json
  const boost::json::object& remarks;  ///< remarks.json: what else is to be said of types and their fields
};

}  // namespace kigen::api::schema
