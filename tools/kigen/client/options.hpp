#pragma once

#include <vector>

#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {

// What `create` and `edit` of one kind of thing take alike.
const std::vector<Option>& service_options();
const std::vector<Option>& node_options();
const std::vector<Option>& access_options();
const std::vector<Option>& ca_options();
const std::vector<Option>& settings_options();

}  // namespace kigen::tools
