#pragma once

// What nearly every file that never sees Asio parses anyway.
#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "events/any_event.hpp"
#include "events/core/error.hpp"
