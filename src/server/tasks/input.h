// From a request for a task to what the task works on, and back to the paths that the caller knows.
#ifndef ENTENTE_SERVER_TASKS_INPUT_H_
#define ENTENTE_SERVER_TASKS_INPUT_H_

#include <optional>
#include <string>

#include "server/application.h"
#include "server/http/fields.h"

namespace entente::server {

// The project's texts with the body's laid over them; the refusal if there is none.
std::optional<Response> ReadSource(Fields& body, const std::string& project,
                                   Application& application, api::ModelRequest& source);

// Diagnostics in JSON with their files as paths within the project, not below `folder`.
std::string RelativeDiagnostics(const std::string& diagnostics, const std::string& folder);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TASKS_INPUT_H_
