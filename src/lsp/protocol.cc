#include "lsp/protocol.h"

#include <array>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

namespace entente::lsp {

using api::LanguageFeature;

namespace {

constexpr auto kMethods = std::to_array<std::pair<const char*, LanguageFeature>>({
    {"textDocument/completion", LanguageFeature::kCompletion},
    {"textDocument/hover", LanguageFeature::kHover},
    {"textDocument/definition", LanguageFeature::kDefinition},
    {"textDocument/references", LanguageFeature::kReferences},
    {"textDocument/documentHighlight", LanguageFeature::kHighlight},
    {"textDocument/prepareRename", LanguageFeature::kPrepareRename},
    {"textDocument/rename", LanguageFeature::kRename},
    {"textDocument/documentSymbol", LanguageFeature::kSymbols},
    {"textDocument/formatting", LanguageFeature::kFormat},
    {"textDocument/semanticTokens/full", LanguageFeature::kTokens},
    {"textDocument/codeAction", LanguageFeature::kCodeActions},
    {"textDocument/foldingRange", LanguageFeature::kFolding},
});

bool AsksAPosition(LanguageFeature feature) {
  switch (feature) {
    case LanguageFeature::kCompletion:
    case LanguageFeature::kHover:
    case LanguageFeature::kDefinition:
    case LanguageFeature::kReferences:
    case LanguageFeature::kHighlight:
    case LanguageFeature::kPrepareRename:
    case LanguageFeature::kRename:
      return true;
    default:
      return false;
  }
}

[[noreturn]] void Invalid(const std::string& what) {
  throw ProtocolError(ErrorCode::kInvalidParams, what);
}

std::uint32_t CountIn(const Json& object, const char* name) {
  const Json& value = Member(object, name);
  if (!value.is_number_unsigned()) Invalid(std::string("`") + name + "` is a count from 0");
  const auto count = value.get<std::uint64_t>();
  constexpr std::uint64_t kMost = std::numeric_limits<std::int32_t>::max();  // LSP's uinteger
  if (count > kMost) Invalid(std::string("`") + name + "` is too large");
  return static_cast<std::uint32_t>(count);
}

// Whether `path` of the capabilities is there and says `value`, or says nothing.
const Json* Capability(const Json& params, std::initializer_list<const char*> path) {
  const Json* at = &params;
  for (const char* name : path) {
    if (!at->is_object() || !at->contains(name)) return nullptr;
    at = &(*at)[name];
  }
  return at;
}

// DocumentSymbol[] as SymbolInformation[], for clients that know no tree.
void Flatten(const Json& tree, const std::string& uri, const std::string& container, Json& flat) {
  for (const Json& one : tree) {
    flat.push_back({{"name", one["name"]},
                    {"kind", one["kind"]},
                    {"containerName", container},
                    {"location", {{"uri", uri}, {"range", one["selectionRange"]}}}});
    if (one.contains("children")) {
      Flatten(one["children"], uri, one["name"].get<std::string>(), flat);
    }
  }
}

}  // namespace

const Json& Member(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name)) {
    Invalid(std::string("the parameters have no `") + name + "`");
  }
  return object[name];
}

std::string StringIn(const Json& object, const char* name) {
  const Json& value = Member(object, name);
  if (!value.is_string()) Invalid(std::string("`") + name + "` is a string");
  return value.get<std::string>();
}

api::TextPosition PositionOf(const Json& json) {
  return {CountIn(json, "line"), CountIn(json, "character")};
}

api::TextRange RangeOf(const Json& json) {
  return {PositionOf(Member(json, "start")), PositionOf(Member(json, "end"))};
}

Client ClientOf(const Json& params) {
  Client client;
  const Json* formats =
      Capability(params, {"capabilities", "textDocument", "hover", "contentFormat"});
  if (formats != nullptr && formats->is_array()) {
    client.markdown = false;
    for (const Json& format : *formats) client.markdown |= format == "markdown";
  }
  const Json* tree = Capability(params, {"capabilities", "textDocument", "documentSymbol",
                                         "hierarchicalDocumentSymbolSupport"});
  client.symbol_tree = tree != nullptr && tree->is_boolean() && tree->get<bool>();
  return client;
}

Json Capabilities() {
  return {
      {"positionEncoding", "utf-16"},
      {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
      {"completionProvider", {{"triggerCharacters", {".", ">", "~", ":", "\""}}}},
      {"hoverProvider", true},
      {"definitionProvider", true},
      {"referencesProvider", true},
      {"documentHighlightProvider", true},
      {"documentSymbolProvider", true},
      {"workspaceSymbolProvider", true},
      {"documentFormattingProvider", true},
      {"renameProvider", {{"prepareProvider", true}}},
      {"foldingRangeProvider", true},
      {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
      {"semanticTokensProvider",
       {{"legend", Json::parse(api::LanguageLegend())}, {"full", true}, {"range", false}}},
  };
}

std::optional<LanguageFeature> FeatureOf(const std::string& method) {
  for (const auto& [name, feature] : kMethods) {
    if (method == name) return feature;
  }
  return std::nullopt;
}

api::LanguageQuestion QuestionOf(LanguageFeature feature, const Json& params) {
  api::LanguageQuestion question;
  question.feature = feature;
  if (AsksAPosition(feature)) question.position = PositionOf(Member(params, "position"));
  if (feature == LanguageFeature::kRename) question.new_name = StringIn(params, "newName");
  if (feature == LanguageFeature::kCodeActions) question.range = RangeOf(Member(params, "range"));
  if (feature == LanguageFeature::kReferences) {
    const Json& context = Member(params, "context");
    const Json& with = Member(context, "includeDeclaration");
    if (!with.is_boolean()) Invalid("`includeDeclaration` is true or false");
    question.include_declaration = with.get<bool>();
  }
  return question;
}

Json Fitted(LanguageFeature feature, Json result, const std::string& uri, const Client& client) {
  if (feature == LanguageFeature::kHover && result.is_object() && !client.markdown) {
    result["contents"]["kind"] = "plaintext";
  }
  if (feature == LanguageFeature::kSymbols && !client.symbol_tree) {
    Json flat = Json::array();
    Flatten(result, uri, "", flat);
    return flat;
  }
  return result;
}

void MapAddresses(Json& json, const std::function<std::string(const std::string&)>& address) {
  if (json.is_array()) {
    for (Json& one : json) MapAddresses(one, address);
    return;
  }
  if (!json.is_object()) return;
  for (auto& [key, value] : json.items()) {
    if (key == "uri" && value.is_string()) {
      value = address(value.get<std::string>());
    } else if (key == "changes" && value.is_object()) {
      Json mapped = Json::object();
      for (auto& [path, edits] : value.items()) mapped[address(path)] = std::move(edits);
      value = std::move(mapped);
    } else {
      MapAddresses(value, address);
    }
  }
}

}  // namespace entente::lsp
