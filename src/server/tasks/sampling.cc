// What most tasks are asked with, read and described in one place.
#include <nlohmann/json.hpp>

#include "server/tasks/task.h"

namespace entente::server {
namespace {

using Json = nlohmann::json;

Json LevelSchema() {
  return {{"type", "number"}, {"exclusiveMinimum", 0}, {"exclusiveMaximum", 1}, {"default", 0.95}};
}

Json CountSchema(std::uint64_t low, std::uint64_t high, std::uint64_t usual) {
  return {{"type", "integer"}, {"minimum", low}, {"maximum", high}, {"default", usual}};
}

// What `more` says of a property is added to what is said here.
std::string Joined(Json properties, const std::string& more) {
  properties["seed"] = {{"type", "integer"}, {"minimum", 0}, {"default", 1}};
  properties["level"] = LevelSchema();
  properties.merge_patch(Json::parse(more));
  return properties.dump();
}

}  // namespace

double ReadLevel(Fields& body) { return body.Number("level", 0.95, 1e-6, 1 - 1e-6); }

std::uint64_t ReadSeed(Fields& body) { return body.Count("seed", 1, 0, kMaxSeed); }

std::string SamplingSchema(std::uint64_t usual, const std::string& more, std::uint64_t fewest) {
  return Joined({{"worlds", CountSchema(fewest, kMaxWorlds, usual)}}, more);
}

std::string FollowingSchema(std::uint64_t particles, std::uint64_t replicates,
                            const std::string& more) {
  return Joined({{"particles", CountSchema(16, kMaxParticles, particles)},
                 {"replicates", CountSchema(2, 64, replicates)}}, more);
}

}  // namespace entente::server
