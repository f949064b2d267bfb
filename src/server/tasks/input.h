// From a request for a task to what the task works on, and back to the paths that the caller knows.
#ifndef ENTENTE_SERVER_TASKS_INPUT_H_
#define ENTENTE_SERVER_TASKS_INPUT_H_

#include <optional>
#include <string>

#include "server/application.h"
#include "server/http/fields.h"

namespace entente::server {

// The project's texts with the body's laid over them; the refusal if there is no such project.
std::optional<Response> ReadTexts(Fields& body, const std::string& project,
                                  Application& application, api::ModelRequest& source);

// The same with the levers of the body: `with`, `set`, `now`.
std::optional<Response> ReadSource(Fields& body, const std::string& project,
                                   Application& application, api::ModelRequest& source);

// OpenAPI: a body that ReadSource reads, with further properties (a JSON object).
std::string SourceSchema(const std::string& properties);

// Diagnostics in JSON with their files as paths within the project, not below `folder`.
std::string RelativeDiagnostics(const std::string& diagnostics, const std::string& folder);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TASKS_INPUT_H_
