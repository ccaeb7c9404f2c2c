#include "tools/kigen/guarded.hpp"

#include <cstdio>
#include <exception>

#include "events/core/readable.hpp"

namespace kigen::tools {

int guarded(const std::function<int()>& work) {
  try {
    return work();
  } catch (const std::exception& caught) {
    std::fprintf(
        stderr,
        "kigen: cannot go on: %s; if that is nothing you can mend, report it with this command line\n",
        readable(caught.what()).c_str());
    return cannot_go_on;
  }
}

}  // namespace kigen::tools
