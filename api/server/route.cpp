#include "api/server/route.hpp"

#include <algorithm>

namespace kigen::api {

const std::string& Call::parameter(std::string_view name) const {
  const auto found =
      std::ranges::find(parameters, name, [](const auto& parameter) { return parameter.first; });
  ensure(found != parameters.end(), "a route asks for the parameters of its own pattern");
  return found->second;
}

}  // namespace kigen::api
