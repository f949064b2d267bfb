#include "service/live_side.h"

#include <fmt/format.h>

#include <utility>

#include "service/remembered.h"

namespace entente::service {
namespace {

// A side of the reference model with 20,000 worlds takes some 20 MB, what is prepared of it 2 MB.
constexpr std::size_t kMostSides = 3, kMostModels = 4;
// Numbers of worlds that one side of a comparison keeps: 1 GiB.
constexpr std::uint64_t kMostNumbers = std::uint64_t{1} << 27;

struct CompiledTexts {
  OpenedModel opened;
  std::string diagnostics;
};

// What is prepared reads the model.
struct PreparedText {
  std::unique_ptr<const model::Model> model;
  std::shared_ptr<const engine::PreparedModel> prepared;
};

struct Memory {
  Remembered<CompiledTexts> texts{kMostModels};
  Remembered<PreparedText> prepared{kMostModels};
  Remembered<LiveSide> sides{kMostSides};
};

Memory& TheMemory() {
  static Memory memory;
  return memory;
}

void AddPart(std::string& key, const std::string& part) {
  key += fmt::format("\n{}:", part.size()) + part;
}

// Whole texts, not their hash: two models are never taken for each other.
std::string KeyOfTexts(const api::ModelRequest& source) {
  if (source.texts == nullptr) return "";
  const api::Bounds& bounds = source.bounds;
  std::string key = fmt::format("{} {} {} {} {}", bounds.file_bytes, bounds.elements,
                                bounds.channels, bounds.nodes, source.json_diagnostics);
  AddPart(key, source.model);
  AddPart(key, source.now);
  for (const auto& [path, text] : *source.texts) {
    AddPart(key, path);
    AddPart(key, text);
  }
  return key;
}

std::string KeyOfPolicies(const api::ModelRequest& source) {
  std::string key = KeyOfTexts(source);
  if (key.empty()) return key;
  key += '\n';
  for (const std::string& policy : source.with) AddPart(key, policy);
  return key;
}

OpenedModel CopyOf(const OpenedModel& other) {
  OpenedModel copy;
  copy.path = other.path;
  copy.folder = other.folder;
  copy.sink = other.sink;
  copy.sources = other.sources;
  copy.hash = other.hash;
  if (other.model != nullptr) copy.model = std::make_unique<model::Model>(*other.model);
  return copy;
}

OpenedModel OpenRemembered(const api::ModelRequest& source, api::Answer& answer) {
  const std::string key = KeyOfTexts(source);
  std::shared_ptr<const CompiledTexts> known = TheMemory().texts.Find(key);
  if (known == nullptr) {
    const auto fresh = std::make_shared<CompiledTexts>();
    fresh->opened = OpenTexts(source, false, answer);
    fresh->diagnostics = answer.diagnostics;
    if (fresh->opened.model == nullptr) return std::move(fresh->opened);
    TheMemory().texts.Keep(key, fresh);
    known = fresh;
  }
  answer.diagnostics = known->diagnostics;
  OpenedModel opened = CopyOf(known->opened);
  Configure(opened, source, answer);
  return opened;
}

// The text and the policies of `source` prepared, whatever the request sets, so that the next setting
// finds it. `opened`: the same with what the request sets.
Result<std::shared_ptr<const PreparedText>> PreparedFor(const api::ModelRequest& source,
                                                        const engine::RunOptions& options,
                                                        const OpenedModel& opened) {
  const std::string key = KeyOfPolicies(source);
  if (auto known = TheMemory().prepared.Find(key)) return known;
  const auto fresh = std::make_shared<PreparedText>();
  if (source.set.empty()) {
    fresh->model = std::make_unique<model::Model>(*opened.model);
  } else {
    api::ModelRequest plain = source;
    plain.set.clear();
    api::Answer told;
    fresh->model = OpenRemembered(plain, told).model;
    if (fresh->model == nullptr) return Fail(told.message);
  }
  auto prepared = engine::Prepare(*fresh->model, options);
  if (!prepared) return tl::unexpected(prepared.error());
  fresh->prepared = std::move(*prepared);
  TheMemory().prepared.Keep(key, fresh);
  return fresh;
}

// Where `fixed` and `drawn` differ in their parameters' priors.
std::vector<engine::KnownParameter> KnownIn(const model::Model& fixed, const model::Model& drawn) {
  std::vector<engine::KnownParameter> known;
  for (std::uint32_t p = 0; p < fixed.parameters.size(); ++p) {
    const model::Prior& prior = fixed.parameters[p].prior;
    if (prior.kind != model::PriorKind::kPoint) continue;
    const model::Prior& other = drawn.parameters[p].prior;
    if (other.kind == model::PriorKind::kPoint && other.a == prior.a) continue;
    known.push_back({p, prior.a});
  }
  return known;
}

}  // namespace

std::string KeyOf(const api::ModelRequest& source, const api::LiveRequest& request) {
  std::string key = KeyOfPolicies(source);
  if (key.empty()) return key;
  key += fmt::format("\n{} {} {} {} {} {}\n", request.seed, request.worlds, request.samples,
                     request.level, request.events_per_world, request.condition_rounds);
  for (const auto& [name, value] : source.set) AddPart(key, fmt::format("{}={}", name, value));
  return key;
}

std::shared_ptr<const LiveSide> RememberedSide(const std::string& key) {
  return TheMemory().sides.Find(key);
}

void RememberSide(const std::string& key, std::shared_ptr<const LiveSide> side) {
  TheMemory().sides.Keep(key, std::move(side));
}

bool OpenSide(const api::ModelRequest& source, const engine::RunOptions& options, bool keep_values,
              LiveSide& side, api::Answer& answer) {
  side.opened = OpenRemembered(source, answer);
  if (side.opened.model == nullptr) return false;
  side.with = source.with;
  const std::uint64_t outcomes = side.opened.model->outcomes.size();
  if (keep_values && outcomes > 0 && options.worlds > kMostNumbers / outcomes) {
    answer.status = api::Status::kBadRequest;
    answer.message = fmt::format(
        "a comparison keeps every outcome of every world: {} outcomes in {} worlds are more than the "
        "{} numbers that it may; ask for {} worlds or fewer",
        outcomes, options.worlds, kMostNumbers, kMostNumbers / outcomes);
    return false;
  }
  const auto refuse = [&](const Error& error) {
    answer.status = api::Status::kFailed;
    answer.message = error.message;
    return false;
  };
  const Result<std::shared_ptr<const PreparedText>> text = PreparedFor(source, options, side.opened);
  if (!text) return refuse(text.error());
  auto run = engine::RefiningRun::Make((*text)->prepared, options,
                                       KnownIn(*side.opened.model, *(*text)->model), keep_values);
  if (!run) return refuse(run.error());
  side.simulated = *text;
  side.run = std::make_unique<engine::RefiningRun>(std::move(*run));
  return true;
}

}  // namespace entente::service
