#include "server/routes/event_store.h"

#include <filesystem>
#include <system_error>

namespace entente::server {

std::string EventStoreOf(const Application& application, const std::string& project) {
  return application.workspace->folder() + "/events-" + project + ".db";
}

std::string ExistingEventStore(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) ? path : std::string();
}

}  // namespace entente::server
