// How what the workspace holds is written as JSON, and JSON as a response.
#ifndef ENTENTE_SERVER_ROUTES_JSON_H_
#define ENTENTE_SERVER_ROUTES_JSON_H_

#include <nlohmann/json_fwd.hpp>

#include "entente/workspace.h"
#include "server/http/message.h"

namespace entente::server {

using Json = nlohmann::json;

Json ToJson(const api::ProjectInfo& project);
Json ToJson(const api::FileText& file);
Json ToJson(const api::NoteInfo& note);
// With its request as JSON, not as text.
Json ToJson(const api::RunInfo& run);

// Text that is no UTF-8 is mended, never thrown at.
std::string Dump(const Json& json);
Response JsonResponse(const Json& json);
Response NoContent();

}  // namespace entente::server

#endif  // ENTENTE_SERVER_ROUTES_JSON_H_
