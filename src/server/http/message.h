// Requests and responses as the routes see them: plain values, with no socket and no library behind.
#ifndef ENTENTE_SERVER_HTTP_MESSAGE_H_
#define ENTENTE_SERVER_HTTP_MESSAGE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "entente/common.h"

namespace entente::server {

// A request's first line and those of its fields that we look at; fields are empty if not sent.
struct Head {
  std::string method;  // "GET"
  std::string target;  // as sent: "/api/v1/projects?x=1"
  std::string host, origin, authorization, content_type, fetch_site, if_none_match;
  bool several_hosts = false;
};

struct Request {
  Head head;
  std::map<std::string, std::string> parts;  // what stands for {name} in the route's path
  std::map<std::string, std::string> query;
  std::string body;
  std::string body_file;  // where an upload lies, for routes that take one
};

struct Response {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields;
};

// An error as RFC 9457 words it.
struct Problem {
  int status = 500;
  std::string kind;    // last part of its type: "not-found"
  std::string detail;  // what was seen and the rule
  std::string suggestion;
  std::string diagnostics;  // a JSON array; empty: none
  std::string more;         // further members, JSON without the braces; empty: none
};

std::string ProblemJson(const Problem& problem);
Response Refusal(const Problem& problem);

// How an answer that is not ok becomes a problem; the model's diagnostics must be JSON.
Problem ProblemOf(const api::Answer& answer);

// The phrase of a status: "Not Found".
std::string PhraseOf(int status);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_HTTP_MESSAGE_H_
