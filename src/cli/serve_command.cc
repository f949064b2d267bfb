#include "cli/serve_command.h"

#include <spawn.h>
#include <sys/wait.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/terminal.h"
#include "entente/entente.h"

extern char** environ;

namespace entente::cli {
namespace {

struct ServeOptions {
  api::ServeRequest request;
  bool open = false;
};

// With what the desktop opens links with; the link is printed anyway, so that failing is no fault.
void OpenInBrowser(const std::string& link) {
  std::string program = "xdg-open", argument = link;
  char* const arguments[] = {program.data(), argument.data(), nullptr};
  pid_t child = 0;
  if (::posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0) {
    std::fprintf(stderr, "entente: there is no xdg-open to open the link with\n");
    return;
  }
  int status = 0;
  ::waitpid(child, &status, 0);
}

int ServeCommand(const ServeOptions& options) {
  const StopOnInterrupt interrupt;
  std::signal(SIGPIPE, SIG_IGN);
  api::Control control;
  control.stop = &interrupt.signal();
  api::ServeRequest request = options.request;
  request.on_ready = [&](const std::string& link) {
    Print("The workbench is at " + link + "\n");
    if (options.open) OpenInBrowser(link);
  };
  const api::ServeAnswer answer = api::Serve(request, control);
  const int code = Report(answer);
  if (!answer.suggestion.empty()) std::fprintf(stderr, "%s\n", answer.suggestion.c_str());
  return code;
}

void AddServer(CLI::App& command, ServeOptions& options) {
  const char* group = "Server";
  api::ServeRequest& request = options.request;
  command.add_option("--workspace", request.workspace,
                     "folder of the projects (default: " + api::Workspace::UsualFolder() + ")")
      ->type_name("DIR")->group(group);
  command.add_option("--port", request.port, "port; without it, the first free one from 8765 on")
      ->type_name("N")->check(CLI::Range(0, 65'535))->group(group);
  command.add_option("--bind", request.bind,
                     "address to answer at (default 127.0.0.1); beyond loopback a token is wanted")
      ->type_name("ADDRESS")->group(group);
  command.add_option("--token", request.token,
                     "want this token, of 16 characters or more (beyond loopback, one is made)")
      ->type_name("TOKEN")->group(group);
  // One value an option: what follows may be MODEL.
  command.add_option("--host", request.hosts, "another name that this server goes by")
      ->type_name("NAME")->allow_extra_args(false)->group(group);
  command.add_option("--origin", request.origins,
                     "where browsers find it behind a proxy: https://desk.example")
      ->type_name("URL")->allow_extra_args(false)->group(group);
  command.add_flag("--open", options.open, "open the link in a browser")->group(group);
  command.add_flag("--log-json", request.log_json, "log requests as a JSON object a line")
      ->group(group);
  command.add_flag("--quiet", request.quiet, "log nothing")->group(group);
  command.add_option("--page", request.page, "serve the page from this folder (to work on it)")
      ->type_name("DIR")->group(group);
}

void AddServerBounds(CLI::App& command, api::ServeRequest& request) {
  const char* group = "Bounds";
  const auto add = [&](const char* name, unsigned& bound, const char* help) {
    command.add_option(name, bound, help)
        ->type_name("N")->check(CLI::Range(1U, 100'000U))->group(group);
  };
  add("--max-connections", request.connections, "connections at once (default 256)");
  add("--max-tasks", request.tasks, "tasks running at once (default 4)");
  add("--max-waiting", request.waiting_tasks, "tasks waiting (default 64)");
  add("--task-seconds", request.task_seconds, "that a task may run (default 3600)");
  add("--header-seconds", request.header_seconds, "to send a request's head (default 10)");
  add("--body-seconds", request.body_seconds, "to send its body (default 60)");
  add("--idle-seconds", request.idle_seconds, "between requests (default 120)");
}

}  // namespace

void AddServe(CLI::App& app, int& code) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand("serve", "The workbench: a local page to work with models");
  command->add_option("MODEL", options->request.model,
                      "folder with main.ent, one .ent file, or the name of a shipped model; opened "
                      "as a project (default: none)");
  AddServer(*command, *options);
  AddServerBounds(*command, options->request);
  command->callback([options, command, &code] {
    options->request.only_this_port = command->count("--port") > 0;
    code = ServeCommand(*options);
  });
}

}  // namespace entente::cli
