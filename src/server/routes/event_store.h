// The file that a project's imported events are kept in, beside the workspace's database.
#ifndef ENTENTE_SERVER_ROUTES_EVENT_STORE_H_
#define ENTENTE_SERVER_ROUTES_EVENT_STORE_H_

#include <string>

#include "server/application.h"

namespace entente::server {

// `project` is one that the workspace has.
std::string EventStoreOf(const Application& application, const std::string& project);

// The same path, or nothing if no event was imported yet.
std::string ExistingEventStore(const std::string& path);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_ROUTES_EVENT_STORE_H_
