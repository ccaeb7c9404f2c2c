#pragma once

// What nearly every test parses anyway.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmake/precompiled/running.hpp"
