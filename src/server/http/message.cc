#include "server/http/message.h"

#include <nlohmann/json.hpp>

namespace entente::server {
namespace {

std::string Quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string PhraseOf(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    default: return "Error";
  }
}

std::string ProblemJson(const Problem& problem) {
  std::string json = R"({"type":"urn:entente:problem:)" + problem.kind + R"(","title":)" +
                     Quoted(PhraseOf(problem.status)) +
                     ",\"status\":" + std::to_string(problem.status) +
                     ",\"detail\":" + Quoted(problem.detail);
  if (!problem.suggestion.empty()) json += ",\"suggestion\":" + Quoted(problem.suggestion);
  if (!problem.diagnostics.empty()) json += ",\"diagnostics\":" + problem.diagnostics;
  if (!problem.more.empty()) json += "," + problem.more;
  return json + "}";
}

Response Refusal(const Problem& problem) {
  Response response;
  response.status = problem.status;
  response.type = "application/problem+json";
  response.body = ProblemJson(problem);
  return response;
}

Problem ProblemOf(const api::Answer& answer) {
  switch (answer.status) {
    case api::Status::kModelErrors:
      return {422, "model-errors",
              answer.message.empty() ? "the model has errors" : answer.message, "",
              answer.diagnostics, ""};
    case api::Status::kBadRequest: return {400, "bad-request", answer.message, "", "", ""};
    case api::Status::kStopped: return {503, "stopped", "stopped on request", "", "", ""};
    case api::Status::kInternal: return {500, "internal", answer.message, "", "", ""};
    default: return {422, "failed", answer.message, "", "", ""};
  }
}

}  // namespace entente::server
