// The server of the workbench: HTTP over one workspace. It answers on loopback unless told otherwise,
// and beyond loopback only to those who have its token.
#ifndef ENTENTE_SERVE_H_
#define ENTENTE_SERVE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct ServeRequest {
  std::string model;      // opened as a project if no project was made from it yet; empty: none
  std::string workspace;  // folder; empty: the usual one
  std::string bind = "127.0.0.1";  // an address of this machine
  // The first free port from here on, or with `only_this_port` just this; 0: any.
  std::uint16_t port = 8765;
  bool only_this_port = false;
  // Wanted in every request for data. Empty: none on loopback, else one is made.
  std::string token;
  std::vector<std::string> hosts;  // names besides localhost and this machine's that it goes by
  // Where browsers find it behind a proxy: "https://desk.example". Its names are names of the server; the
  // first is where the link leads. One beyond loopback makes a token wanted.
  std::vector<std::string> origins;
  bool log_json = false;           // a JSON object a request instead of a short line
  bool quiet = false;              // no line a request
  std::string page;                // folder with the page's files in place of the embedded ones
  std::vector<std::string> model_folders;

  // Bounds; 0 keeps the usual one.
  unsigned connections = 0;     // at once (256)
  unsigned tasks = 0;           // running at once (4)
  unsigned waiting_tasks = 0;   // beside those running (64)
  unsigned header_seconds = 0;  // to send a request's head (10)
  unsigned body_seconds = 0;    // to send its body (60)
  unsigned idle_seconds = 0;    // between requests (120)
  unsigned task_seconds = 0;    // that a task runs before it is stopped (3600)

  // Called once it answers: with the link to open, token and project included.
  std::function<void(const std::string& link)> on_ready;
  // Called with a line for the log, from any thread, one at a time. Empty: standard error.
  std::function<void(const std::string& line)> on_log;
};

struct ServeAnswer : Answer {
  std::string suggestion;
};

// Serves until control.stop; then ends running tasks and answers what was asked before.
ServeAnswer Serve(const ServeRequest& request, const Control& control = {});

}  // namespace entente::api

#endif  // ENTENTE_SERVE_H_
