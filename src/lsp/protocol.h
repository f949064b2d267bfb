// The protocol's words: error codes, capabilities, what a method asks, and how an answer must look
// for the client at hand (LSP 3.17; JSON-RPC 2.0, section 5.1).
#ifndef ENTENTE_LSP_PROTOCOL_H_
#define ENTENTE_LSP_PROTOCOL_H_

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "entente/language.h"

namespace entente::lsp {

using Json = nlohmann::json;

enum class ErrorCode {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kServerNotInitialized = -32002,
  kRequestFailed = -32803,
  kRequestCancelled = -32800,
};

// Why a request is refused. Thrown inside this layer only, and answered by Server::Receive.
struct ProtocolError : std::runtime_error {
  ProtocolError(ErrorCode what_kind, const std::string& message)
      : std::runtime_error(message), code(what_kind) {}
  ErrorCode code;
};

// What the client says of itself, so far as answers depend on it.
struct Client {
  bool markdown = true;      // in hovers
  bool symbol_tree = true;   // DocumentSymbol rather than SymbolInformation
};
Client ClientOf(const Json& initialize_params);
Json Capabilities();

// The question that a method about one document asks; nullopt if there is no such method.
std::optional<api::LanguageFeature> FeatureOf(const std::string& method);
api::LanguageQuestion QuestionOf(api::LanguageFeature feature, const Json& params);
// The answer in the form that the client reads.
Json Fitted(api::LanguageFeature feature, Json result, const std::string& uri,
            const Client& client);

// Parts of parameters; a ProtocolError (invalid params) names the one that is missing or wrong.
const Json& Member(const Json& object, const char* name);
std::string StringIn(const Json& object, const char* name);
api::TextPosition PositionOf(const Json& json);
api::TextRange RangeOf(const Json& json);

// Replaces paths of the workspace by addresses: every `uri`, and the keys of every `changes`.
void MapAddresses(Json& json, const std::function<std::string(const std::string&)>& address);

}  // namespace entente::lsp

#endif  // ENTENTE_LSP_PROTOCOL_H_
