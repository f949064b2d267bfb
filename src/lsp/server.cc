#include "lsp/server.h"

#include <mutex>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "entente/text.h"
#include "lsp/models.h"
#include "lsp/protocol.h"

namespace entente::lsp {

using api::LanguageAnswer;
using api::LanguageFeature;
using api::LanguageQuestion;

struct Server::Impl {
  explicit Impl(std::function<void(const std::string&)> to) : send(std::move(to)) {}

  // ---- sending -----------------------------------------------------------------------------------

  void Send(const Json& message) {
    send(message.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  void Answer(const Json& id, Json result) {
    Send({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
  }
  void Refuse(const Json& id, const ProtocolError& error) {
    Send({{"jsonrpc", "2.0"},
          {"id", id},
          {"error", {{"code", static_cast<int>(error.code)}, {"message", error.what()}}}});
  }
  void Notify(const char* method, Json params) {
    Send({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
  }

  // ---- the conversation --------------------------------------------------------------------------

  void Receive(const std::string& text) {
    const Json message = Json::parse(text, nullptr, false);
    if (message.is_discarded()) {
      Refuse(nullptr, {ErrorCode::kParseError, "the message is not JSON"});
      return;
    }
    Json id;  // null for notifications
    bool is_request = false;
    try {
      if (!message.is_object()) {
        throw ProtocolError(ErrorCode::kInvalidRequest, "a message is a JSON object");
      }
      if (message.contains("id") && !message.contains("method")) return;  // an answer to us
      if (message.contains("id")) {
        const Json& given = message["id"];
        if (!given.is_string() && !given.is_number()) {
          throw ProtocolError(ErrorCode::kInvalidRequest, "`id` is a string or a number");
        }
        id = given;
        is_request = true;
      }
      if (!message.contains("method") || !message["method"].is_string()) {
        throw ProtocolError(ErrorCode::kInvalidRequest, "a message has a `method`");
      }
      const Json empty = Json::object();
      const Json& params = message.contains("params") ? message["params"] : empty;
      const auto method = message["method"].get<std::string>();
      if (is_request) {
        Answer(id, Request(id, method, params));
      } else {
        Notification(method, params);
      }
    } catch (const ProtocolError& error) {
      // What is no message at all is answered, too; a notification never is.
      if (is_request || error.code == ErrorCode::kInvalidRequest) Refuse(id, error);
    } catch (const Json::exception& error) {
      if (is_request) Refuse(id, {ErrorCode::kInvalidParams, error.what()});
    } catch (const std::exception& error) {
      if (is_request) Refuse(id, {ErrorCode::kInternalError, error.what()});
    }
  }

  Json Request(const Json& id, const std::string& method, const Json& params) {
    if (TakeCancelled(id)) {
      throw ProtocolError(ErrorCode::kRequestCancelled, "the request was cancelled");
    }
    if (method == "initialize") {
      if (started) {
        throw ProtocolError(ErrorCode::kInvalidRequest, "`initialize` comes once, first");
      }
      started = true;
      client = ClientOf(params);
      return {{"capabilities", Capabilities()},
              {"serverInfo", {{"name", "entente"}, {"version", api::Version()}}}};
    }
    if (!started) {
      throw ProtocolError(ErrorCode::kServerNotInitialized, "`initialize` comes first");
    }
    if (stopped) {
      throw ProtocolError(ErrorCode::kInvalidRequest, "nothing is asked after `shutdown`");
    }
    if (method == "shutdown") {
      stopped = true;
      return nullptr;
    }
    if (method == "workspace/symbol") return WorkspaceSymbols(params);
    if (const auto feature = FeatureOf(method)) return About(*feature, params);
    throw ProtocolError(ErrorCode::kMethodNotFound, "there is no method `" + method + "` here");
  }

  void Notification(const std::string& method, const Json& params) {
    if (method == "exit") {
      exit_code = stopped ? 0 : 1;
    } else if (!started || stopped) {
      return;
    } else if (method == "textDocument/didOpen") {
      DidOpen(params);
    } else if (method == "textDocument/didChange") {
      DidChange(params);
    } else if (method == "textDocument/didClose") {
      DidClose(params);
    } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
      for (const auto& model : models.all()) {
        model->workspace.ReadAgain();
        model->changed = true;
      }
    }
  }

  // ---- documents ---------------------------------------------------------------------------------

  void DidOpen(const Json& params) {
    const Json& document = Member(params, "textDocument");
    const std::string uri = StringIn(document, "uri");
    if (models.Find(uri) != nullptr) CloseDocument(uri);
    const auto version = document.value("version", std::int64_t{0});
    if (models.Open(uri, version, StringIn(document, "text")) == nullptr) {
      Notify("window/showMessage",
             {{"type", 2}, {"message", "entente: the text of " + uri + " is too large"}});
    }
  }

  void DidChange(const Json& params) {
    const Json& named = Member(params, "textDocument");
    OpenDocument* document = models.Find(StringIn(named, "uri"));
    if (document == nullptr) return;
    document->version = named.value("version", document->version);
    document->model->changed = true;
    for (const Json& change : Member(params, "contentChanges")) {
      std::string text = StringIn(change, "text");
      if (change.contains("range")) {
        document->model->workspace.EditText(document->path, RangeOf(change["range"]), text);
      } else {
        document->model->workspace.SetText(document->path, std::move(text));
      }
    }
  }

  void DidClose(const Json& params) {
    CloseDocument(StringIn(Member(params, "textDocument"), "uri"));
  }

  void CloseDocument(const std::string& uri) {
    const auto last = models.Close(uri);
    if (last == nullptr) return;
    for (const std::string& shown : last->published) {
      Notify("textDocument/publishDiagnostics", {{"uri", shown}, {"diagnostics", Json::array()}});
    }
  }

  void Publish() {
    for (const auto& model : models.all()) {
      if (!model->changed) continue;
      model->changed = false;
      LanguageQuestion question;
      const LanguageAnswer answer = model->workspace.Ask(question);
      if (!answer.ok()) Notify("window/logMessage", {{"type", 1}, {"message", answer.message}});
      std::set<std::string> shown;
      const Json all = Json::parse(answer.json);
      for (const auto& [path, found] : all.items()) {
        const std::string uri = models.AddressOf(*model, path);
        Json params = {{"uri", uri}, {"diagnostics", found}};
        MapAddresses(params["diagnostics"], Mapping(*model));
        if (const OpenDocument* document = models.Find(uri)) params["version"] = document->version;
        // Files that are not open and have nothing to say, and had nothing, are left in peace.
        const bool quiet = found.empty() && !model->open.contains(uri) &&
                           !model->published.contains(uri);
        if (!quiet) Notify("textDocument/publishDiagnostics", std::move(params));
        if (!found.empty() || model->open.contains(uri)) shown.insert(uri);
      }
      for (const std::string& before : model->published) {
        if (shown.contains(before) || all.contains(PathIn(*model, before))) continue;
        Notify("textDocument/publishDiagnostics",
               {{"uri", before}, {"diagnostics", Json::array()}});
      }
      model->published = std::move(shown);
    }
  }

  std::string PathIn(const OpenModel& model, const std::string& uri) {
    const OpenDocument* document = models.Find(uri);
    if (document != nullptr && document->model == &model) return document->path;
    const std::string start = models.AddressOf(model, "");
    return uri.starts_with(start) ? uri.substr(start.size()) : uri;
  }

  // ---- questions ---------------------------------------------------------------------------------

  std::function<std::string(const std::string&)> Mapping(const OpenModel& model) {
    return [this, &model](const std::string& path) { return models.AddressOf(model, path); };
  }

  Json About(LanguageFeature feature, const Json& params) {
    const std::string uri = StringIn(Member(params, "textDocument"), "uri");
    LanguageQuestion question = QuestionOf(feature, params);
    OpenDocument* document = models.Find(uri);
    if (document == nullptr) {
      throw ProtocolError(ErrorCode::kInvalidParams, "the document `" + uri + "` is not open");
    }
    question.path = document->path;
    const LanguageAnswer answer = document->model->workspace.Ask(question);
    if (answer.status == api::Status::kBadRequest) {
      throw ProtocolError(ErrorCode::kRequestFailed, answer.message);
    }
    if (!answer.ok()) throw ProtocolError(ErrorCode::kInternalError, answer.message);
    Json result = Json::parse(answer.json);
    MapAddresses(result, Mapping(*document->model));
    return Fitted(feature, std::move(result), uri, client);
  }

  Json WorkspaceSymbols(const Json& params) {
    LanguageQuestion question;
    question.feature = LanguageFeature::kWorkspaceSymbols;
    question.query = StringIn(params, "query");
    Json all = Json::array();
    for (const auto& model : models.all()) {
      Json found = Json::parse(model->workspace.Ask(question).json);
      MapAddresses(found, Mapping(*model));
      for (Json& one : found) all.push_back(std::move(one));
    }
    return all;
  }

  bool TakeCancelled(const Json& id) {
    const std::lock_guard lock(mutex);
    return cancelled.erase(id.dump(-1, ' ', false, Json::error_handler_t::replace)) > 0;
  }

  std::function<void(const std::string&)> send;
  Models models;
  Client client;
  bool started = false;
  bool stopped = false;
  std::optional<int> exit_code;
  std::mutex mutex;                  // guards `cancelled`
  std::set<std::string> cancelled;
};

Server::Server(std::function<void(const std::string&)> send)
    : impl_(std::make_unique<Impl>(std::move(send))) {}
Server::~Server() = default;

void Server::Receive(const std::string& message) { impl_->Receive(message); }
void Server::Publish() { impl_->Publish(); }

bool Server::has_changes() const {
  for (const auto& model : impl_->models.all()) {
    if (model->changed) return true;
  }
  return false;
}

void Server::Cancel(const std::string& id) {
  constexpr std::size_t kMost = 1024;  // of requests that never came
  const std::lock_guard lock(impl_->mutex);
  if (impl_->cancelled.size() < kMost) impl_->cancelled.insert(id);
}

void Server::RefuseFrame(const std::string& why) {
  impl_->Refuse(nullptr, {ErrorCode::kParseError, why});
}

std::optional<int> Server::exit_code() const { return impl_->exit_code; }
int Server::code_at_end() const { return impl_->stopped ? 0 : 1; }

std::optional<std::string> CancelledBy(const std::string& message) {
  if (message.find("$/cancelRequest") == std::string::npos) return std::nullopt;
  const Json json = Json::parse(message, nullptr, false);
  if (!json.is_object() || json.contains("id")) return std::nullopt;
  const auto method = json.find("method");
  if (method == json.end() || !method->is_string() || *method != "$/cancelRequest") {
    return std::nullopt;
  }
  const auto params = json.find("params");
  if (params == json.end() || !params->is_object()) return std::nullopt;
  const auto id = params->find("id");
  if (id == params->end() || (!id->is_string() && !id->is_number())) return std::nullopt;
  return id->dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace entente::lsp
