// The server from its start to its end: workspace, application, threads, sockets.
#include "entente/serve.h"

#include <fmt/format.h>
#include <ifaddrs.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <exception>
#include <filesystem>
#include <random>
#include <system_error>
#include <thread>

#include "entente/entente.h"
#include "server/application.h"
#include "server/origin.h"
#include "server/transport/hub.h"
#include "server/transport/listener.h"
#include "server/transport/log.h"
#include "server/transport/pool.h"
#include "server/transport/upload.h"

namespace entente::server {
namespace {

using api::ServeAnswer;
using api::ServeRequest;
using api::Status;

constexpr std::size_t kMinToken = 16;

// 32 letters of 5 bits each.
std::string NewToken() {
  constexpr char kLetters[] = "abcdefghijkmnpqrstuvwxyz23456789";
  std::random_device device;
  std::string token;
  for (int i = 0; i < 32; ++i) token += kLetters[device() & 31U];
  return token;
}

std::string MachineName() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? Lower(name) : "";
}

ServeAnswer Failed(Status status, std::string message, std::string suggestion = "") {
  ServeAnswer answer;
  answer.status = status;
  answer.message = std::move(message);
  answer.suggestion = std::move(suggestion);
  return answer;
}

// What a project is known to be made from: a shipped model's name as it is; a path in full, for the same
// words mean another file in another folder.
std::string OriginOf(const std::string& model) {
  std::error_code error;
  if (!std::filesystem::exists(model, error)) return model;
  const auto whole = std::filesystem::canonical(model, error);
  return error ? model : whole.string();
}

// The id of the project for the given model: the last changed that was made from it, or a new one.
// Empty, with `answer` saying why, if it can not be made.
std::string ProjectFor(const ServeRequest& request, api::Workspace& workspace,
                       ServeAnswer& answer) {
  const std::string origin = OriginOf(request.model);
  const auto projects = workspace.Projects();
  for (const api::ProjectInfo& project : projects.value) {
    if (project.made_from == origin) return project.id;
  }
  const api::ModelTextsAnswer read =
      api::ReadModelTexts(request.model, false, request.model_folders);
  if (!read.ok()) {
    answer = Failed(read.status, read.message);
    return "";
  }
  const auto made = workspace.NewProject(read.model.name, origin, read.model.texts);
  if (!made.ok()) {
    answer = Failed(made.status, made.message, made.suggestion);
    return "";
  }
  return made.value.id;
}

Limits LimitsOf(const ServeRequest& request) {
  Limits limits;
  const auto set = [](auto& limit, unsigned wanted) {
    if (wanted > 0) limit = wanted;
  };
  set(limits.connections, request.connections);
  set(limits.header_seconds, request.header_seconds);
  set(limits.body_seconds, request.body_seconds);
  set(limits.idle_seconds, request.idle_seconds);
  return limits;
}

// For a link: the page reads its fragment as a query, where `+` is a blank.
std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') escaped += c;
    else escaped += fmt::format("%{:02X}", byte);
  }
  return escaped;
}

std::string LinkOf(const ServeRequest& request, const std::vector<std::string>& origins,
                   std::uint16_t port, const std::string& token, const std::string& project) {
  const bool any = request.bind == "0.0.0.0" || request.bind == "::";
  std::string host = any ? MachineName() : request.bind;
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  const std::string link =
      (origins.empty() ? "http://" + host + ":" + std::to_string(port) : origins[0]) + "/";
  std::string fragment;
  if (!token.empty()) fragment += "token=" + Escaped(token);
  if (!project.empty()) fragment += (fragment.empty() ? "" : "&") + ("project=" + project);
  return fragment.empty() ? link : link + "#" + fragment;
}

void Loop(const ServeRequest& request, const api::Control& control, Application& application,
          std::unique_ptr<Listener> taken, Log& log) {
  const unsigned tasks = request.tasks > 0 ? request.tasks : 4;
  const unsigned waiting = request.waiting_tasks > 0 ? request.waiting_tasks : 64;
  auto quick_pool = std::make_unique<Pool>(4U, 1024U);
  auto task_pool = std::make_unique<Pool>(tasks, waiting, Pool::Priority::kBackground);
  Hub hub(application, *quick_pool, *task_pool, log, LimitsOf(request));
  const std::unique_ptr<Listener> listener = std::move(taken);
  std::thread runner([&] { listener->Run(hub, 2, 10); });
  while (control.stop == nullptr || !control.stop->stopped()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  log.Event("stopping", "");
  listener->Stop();
  runner.join();
  // Their last messages go to the listener, whose connections leave the hub.
  task_pool.reset();
  quick_pool.reset();
}

ServeAnswer ServeGuarded(const ServeRequest& request, const api::Control& control) {
  ServeAnswer answer;
  Application application;
  application.beyond_loopback = !IsLoopback(request.bind);
  application.token = request.token;
  bool reachable = application.beyond_loopback;
  for (const std::string& text : request.origins) {
    const auto origin = ReadOrigin(text);
    if (!origin) {
      return Failed(Status::kBadRequest, "`" + text + "` is no origin",
                    "write scheme and name, with a port if it is not the usual one: "
                    "`--origin https://desk.example`");
    }
    application.origins.push_back(origin->text);
    application.hosts.push_back(origin->host);
    reachable = reachable || !IsLoopback(origin->host);
  }
  for (const std::string& host : request.hosts) {
    if (!IsHostName(host)) {
      return Failed(Status::kBadRequest, "`" + host + "` is no name of a machine",
                    "write the name alone, without scheme, port and path: `--host desk.example`");
    }
    application.hosts.push_back(Lower(host));
  }
  if (application.token.empty() && reachable) application.token = NewToken();
  if (!application.token.empty() && application.token.size() < kMinToken) {
    return Failed(Status::kBadRequest, "a token has at least 16 characters");
  }
  if (!request.page.empty() && !std::filesystem::exists(request.page + "/index.html")) {
    return Failed(Status::kBadRequest, "there is no page in `" + request.page + "`",
                  "name the folder that `npm run build` made, with an index.html");
  }
  const std::string folder =
      request.workspace.empty() ? api::Workspace::UsualFolder() : request.workspace;
  auto workspace = api::Workspace::Open(folder);
  if (!workspace.ok()) return Failed(workspace.status, workspace.message, workspace.suggestion);
  application.workspace = workspace.value;
  Upload::Clear(workspace.value->folder() + "/uploads");
  application.routes = AllRoutes();
  application.page = request.page;
  application.model_folders = request.model_folders;
  if (request.task_seconds > 0) application.task_seconds = request.task_seconds;
  if (application.beyond_loopback) application.hosts.push_back(MachineName());
  std::string project;
  if (!request.model.empty()) {
    project = ProjectFor(request, *workspace.value, answer);
    if (project.empty()) return answer;
  }
  std::string fault;
  auto listener = Listener::Open(request.bind, request.port, request.only_this_port, fault);
  if (listener == nullptr) {
    return Failed(Status::kFailed, fault,
                  "`--bind` takes an address of this machine, `--port` a port that is free");
  }
  Log log(request.quiet ? Log::Form::kNone
                        : request.log_json ? Log::Form::kJson : Log::Form::kShort,
          request.on_log);
  const std::string link = LinkOf(request, application.origins, listener->port(),
                                  application.token, project);
  log.Event("listening", "http://" + request.bind + ":" + std::to_string(listener->port()));
  if (request.on_ready) request.on_ready(link);
  Loop(request, control, application, std::move(listener), log);
  return answer;
}

}  // namespace
}  // namespace entente::server

namespace entente::api {

ServeAnswer Serve(const ServeRequest& request, const Control& control) {
  try {
    return server::ServeGuarded(request, control);
  } catch (const std::exception& error) {
    return server::Failed(Status::kInternal, std::string(error.what()) +
                                                 "; this is a fault of entente " + Version() +
                                                 " in its server, please report it");
  }
}

}  // namespace entente::api
