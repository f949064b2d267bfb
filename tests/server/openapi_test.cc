// The OpenAPI document of the workbench: what docs/reference/openapi.json says is what the routes are,
// whole. ENTENTE_UPDATE=1 rewrites the file.
#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "server/application.h"

namespace entente::server {
namespace {

using Json = nlohmann::ordered_json;

const std::string kReference = std::string(ENTENTE_SOURCE_DIR) + "/docs/reference/";

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// "RecordImportResult" → "record_import", "ModelView" → "model": results have documents of their own.
std::string FileOf(std::string name) {
  for (const std::string ending : {"Result", "View"}) {
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  }
  std::string file;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (i > 0 && std::isupper(byte) != 0) file += '_';
    file += static_cast<char>(std::tolower(byte));
  }
  return file;
}

void CollectRefs(const Json& json, std::set<std::string>& refs) {
  if (json.is_object() || json.is_array()) {
    for (const auto& [key, value] : json.items()) {
      if (key == "$ref" && value.is_string()) refs.insert(value.get<std::string>());
      else CollectRefs(value, refs);
    }
  }
}

// A document's own definitions become components named after it.
void Rename(Json& json, const std::string& component) {
  if (!json.is_object() && !json.is_array()) return;
  for (auto& [key, value] : json.items()) {
    if (key == "$ref" && value.is_string()) {
      std::string ref = value.get<std::string>();
      if (ref == "#") ref = "#/components/schemas/" + component;
      if (ref.starts_with("#/$defs/")) {
        ref = "#/components/schemas/" + component + "." + ref.substr(8);
      }
      value = ref;
    } else {
      Rename(value, component);
    }
  }
}

void AddSchema(const std::string& component, Json& schemas) {
  const std::string path = kReference + FileOf(component) + ".schema.json";
  Json schema = Json::parse(ReadAll(path), nullptr, false);
  ASSERT_FALSE(schema.is_discarded()) << "a route names `" << component << "`, and " << path
                                      << " is not there";
  schema.erase("$schema");
  schema.erase("$id");
  const Json definitions = schema.value("$defs", Json::object());
  schema.erase("$defs");
  Rename(schema, component);
  schemas[component] = schema;
  for (const auto& [name, definition] : definitions.items()) {
    Json renamed = definition;
    Rename(renamed, component);
    schemas[component + "." + name] = renamed;
  }
}

constexpr const char* kPrefix = "#/components/schemas/";

Json WholeDocument() {
  Json document = Json::parse(OpenApiOf(AllRoutes()));
  std::set<std::string> refs;
  CollectRefs(document, refs);
  Json& schemas = document["components"]["schemas"];
  for (const std::string& ref : refs) {
    const std::string component = ref.substr(std::string(kPrefix).size());
    if (!schemas.contains(component)) AddSchema(component, schemas);
  }
  return document;
}

TEST(OpenApi, DocumentIsTheRoutes) {
  const std::string path = kReference + "openapi.json";
  const std::string wanted = WholeDocument().dump(1) + "\n";
  if (std::getenv("ENTENTE_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << wanted;
  EXPECT_TRUE(ReadAll(path) == wanted)
      << "docs/reference/openapi.json is not what the routes are: run test_server with "
         "ENTENTE_UPDATE=1, look at the difference, and build again";
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  const Json document = WholeDocument();
  std::set<std::string> refs;
  CollectRefs(document, refs);
  EXPECT_GT(refs.size(), 5U);
  for (const std::string& ref : refs) {
    ASSERT_TRUE(ref.starts_with(kPrefix)) << ref;
    EXPECT_TRUE(document["components"]["schemas"].contains(
        ref.substr(std::string(kPrefix).size()))) << ref;
  }
}

TEST(OpenApi, EveryRouteIsWhole) {
  std::set<std::string> seen;
  for (const Route& route : AllRoutes()) {
    const std::string name = route.method + " " + route.path;
    EXPECT_TRUE(seen.insert(name).second) << name << " is there twice";
    EXPECT_FALSE(route.summary.empty()) << name;
    EXPECT_NE(static_cast<bool>(route.call), static_cast<bool>(route.stream)) << name;
    EXPECT_EQ(route.body == BodyKind::kNone, route.body_bytes == 0) << name;
    EXPECT_EQ(route.body == BodyKind::kJson, !route.request_schema.empty()) << name;
    EXPECT_EQ(route.success == 204, route.response_schema.empty()) << name;
    // Each leads to itself: no other route stands before it.
    std::vector<std::string> parts;
    ASSERT_TRUE(SplitPath(route.path, parts));
    const std::vector<Route> routes = AllRoutes();
    const Match match = FindRoute(routes, route.method, parts);
    ASSERT_NE(match.route, nullptr) << name;
    EXPECT_EQ(match.route->path, route.path);
  }
}

}  // namespace
}  // namespace entente::server
