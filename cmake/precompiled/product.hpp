#pragma once

// What nearly every file parses anyway that sees decisions and read models both.
#include "cmake/precompiled/running.hpp"
#include "orchestrator/net/http_server.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "projections/runner.hpp"
