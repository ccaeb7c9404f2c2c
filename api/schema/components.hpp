#pragma once

#include <boost/json/object.hpp>

#include <map>
#include <set>
#include <string>

#include "api/schema/sources.hpp"
#include "api/schema/words.hpp"

namespace kigen::api::schema {

/// The schemas of a description: one for each struct and enumeration, under its name.
class Components {
 public:
  explicit Components(const Sources& sources);

  /// The schema of a value, which refers to those of structs and enumerations.
  boost::json::object schema(const Type& type);
  /// All that were referred to.
  boost::json::object take() { return std::move(schemas_); }
  /// Remarks that nothing asked for.
  std::set<std::string> unused_remarks() const;

 private:
  void mark_sent(const Type& type);
  boost::json::object reference(const Type& type);
  boost::json::object of_struct(const Type& type);
  boost::json::object of_member(const Type& type, const Member& member);
  boost::json::object of_union(const Type& type);
  void remark(boost::json::object& schema, const std::string& place);

  const Sources& sources_;
  Places places_;
  boost::json::object schemas_;
  std::map<std::string, const Type*> named_;
  std::set<const Type*> sent_;  ///< those that clients send
  std::set<std::string> remarked_;
};

}  // namespace kigen::api::schema
