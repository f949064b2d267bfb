#include "server/routes/json.h"

#include <nlohmann/json.hpp>

#include "server/routes/routes.h"

namespace entente::server {

Json ToJson(const api::ProjectInfo& project) {
  return {{"id", project.id}, {"name", project.name}, {"title", project.title},
          {"made_from", project.made_from}, {"created", project.created},
          {"changed", project.changed}};
}

Json ToJson(const api::FileText& file) {
  return {{"path", file.path}, {"text", file.text}, {"revision", file.revision}};
}

Json ToJson(const api::NoteInfo& note) {
  return {{"id", note.id}, {"about", note.about}, {"text", note.text},
          {"created", note.created}};
}

Json ToJson(const api::RunInfo& run) {
  Json request = Json::parse(run.request, nullptr, false);
  if (request.is_discarded()) request = Json::object();
  return {{"id", run.id}, {"task", run.task}, {"title", run.title}, {"created", run.created},
          {"request", std::move(request)}};
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response JsonResponse(const Json& json) { return {200, "application/json", Dump(json), {}}; }

Response NoContent() { return {204, "", "", {}}; }

Response WorkspaceRefusal(const api::WorkspaceAnswer& answer) {
  using api::WorkspaceFault;
  const auto refuse = [&](int status, const char* kind) {
    return Refusal({status, kind, answer.message, answer.suggestion, "", ""});
  };
  switch (answer.fault) {
    case WorkspaceFault::kNotFound: return refuse(404, "not-found");
    case WorkspaceFault::kConflict: return refuse(409, "conflict");
    case WorkspaceFault::kInvalid: return refuse(400, "bad-name");
    case WorkspaceFault::kTooLarge: return refuse(413, "too-large");
    default: return refuse(507, "not-stored");
  }
}

}  // namespace entente::server
