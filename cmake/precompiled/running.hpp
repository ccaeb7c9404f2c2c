#pragma once

// What nearly every file that runs on a loop parses anyway.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>

#include "cmake/precompiled/plain.hpp"
#include "events/codec/event_codec.hpp"
#include "events/core/task.hpp"
