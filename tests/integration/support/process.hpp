#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace kigen::tests {

/// Starts a program of the PATH with these descriptors as its standard input and output. Throws when it
/// cannot.
pid_t start_process(const std::vector<std::string>& arguments, int in, int out);
/// Its exit code; 128 when a signal ended it.
int wait_for_end(pid_t process);

}  // namespace kigen::tests
