#include "api/routes/routes.hpp"

#include <iterator>

namespace kigen::api {

std::vector<Route> all_routes(RouteParts parts) {
  std::vector<Route> all;
  for (auto* const routes :
       {session_routes, bootstrap_routes, user_routes, token_routes, company_routes, kept_routes,
        access_routes, service_routes, certificate_routes, node_routes, order_routes, apply_routes,
        job_routes, dashboard_routes, log_routes, log_tree_routes, event_routes, system_routes}) {
    auto some = routes(parts);
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

std::vector<schema::Settings> described_settings() {
  std::vector<schema::Settings> all{
      {"settings", &schema::type_of<events::GeneralSettings>},
      {"node", &schema::type_of<events::NodeSettings>},
      {"service", &schema::type_of<events::ServiceSettings>},
  };
  for (const auto& thing : kept_things()) all.push_back({thing.word, thing.settings});
  return all;
}

}  // namespace kigen::api
