#pragma once

#include <boost/json/object.hpp>

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "api/schema/sources.hpp"
#include "api/schema/type.hpp"

namespace kigen::api::schema {

/// Where a catalogue of words has each field of settings: its path from the settings' word on, with the
/// word of the kind behind a union, "access.connection.ssh.port".
class Places {
 public:
  explicit Places(std::span<const Settings> settings);

  /// Empty for fields that are of no settings.
  std::string of(const Type& type, const Member& member) const;
  /// What a catalogue must have words for, and nothing else.
  struct Wanted {
    std::set<std::string> fields = {};
    std::set<std::string> sections = {};
    std::map<std::string, std::set<std::string>> choices = {};  ///< words of enumerations and kinds
  };
  const Wanted& wanted() const { return wanted_; }

 private:
  void add(const Type& type, const std::string& path, const std::string& word);
  void add_kinds(const Type& one_of, const std::string& path, const std::string& word);

  std::map<const Type*, std::string> paths_;
  Wanted wanted_;
};

/// Puts "title" and "description" of a field into its schema.
void describe(boost::json::object& schema, const boost::json::object& words, const std::string& place);

}  // namespace kigen::api::schema
