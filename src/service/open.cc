#include "service/open.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "base/calendar.h"
#include "base/hash.h"
#include "language/compile.h"
#include "model/apply_policies.h"
#include "model/fix_parameters.h"
#include "model/print/print.h"
#include "service/guard.h"
#include "service/models.h"

namespace entente::service {
namespace {

// A fingerprint of what the run depends on besides seed and options: the texts and the policies.
std::string HashOf(const SourceMap& sources, const api::ModelRequest& request) {
  std::string all;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    all += sources.file(FileId(i)).text();
    all += '\0';
  }
  for (const std::string& policy : request.with) all += policy + '\0';
  if (!request.now.empty()) all += "now " + request.now;
  for (const auto& [name, value] : request.set) all += fmt::format("set {} {}\0", name, value);
  return fmt::format("{:016x}", Fnv1a64(all));
}

language::CompileOptions OptionsOf(const api::ModelRequest& request) {
  language::CompileOptions options;
  const auto set = [](std::size_t& limit, std::size_t wanted) {
    if (wanted > 0) limit = wanted;
  };
  set(options.text.max_file_bytes, request.bounds.file_bytes);
  set(options.limits.max_elements, request.bounds.elements);
  set(options.limits.max_channels, request.bounds.channels);
  set(options.limits.max_nodes, request.bounds.nodes);
  return options;
}

Result<void> Locate(const api::ModelRequest& request, OpenedModel& opened) {
  if (request.texts != nullptr) {
    opened.path = request.model.empty() ? "model" : request.model;
    opened.folder = ModelFolder::InMemory(opened.path, request.texts);
    return {};
  }
  Result<std::string> path = FindModel(request.model, request.model_folders);
  if (!path) return tl::unexpected(path.error());
  opened.path = std::move(*path);
  opened.folder = ModelFolder::OnDisk(FolderOf(opened.path));
  return {};
}

Result<language::CompiledModel> CompileFrom(const api::ModelRequest& request,
                                            const OpenedModel& opened,
                                            const language::CompileOptions& options) {
  if (request.texts == nullptr) return language::Compile(opened.path, options);
  std::map<std::string, std::string> files;
  for (const auto& [file, text] : *request.texts) files.emplace(opened.path + "/" + file, text);
  return language::Compile(opened.path, language::MemoryFiles(std::move(files)), options);
}

OpenedModel Failed(OpenedModel opened, api::Answer& answer, api::Status status,
                   std::string message) {
  answer.status = status;
  answer.message = std::move(message);
  opened.model.reset();
  return opened;
}

}  // namespace

std::string RenderDiagnostics(const OpenedModel& opened, bool json, bool colour) {
  if (opened.sources == nullptr) return json ? "[]" : "";
  if (json) return RenderJson(opened.sink, *opened.sources);
  return RenderText(opened.sink, *opened.sources, colour);
}

OpenedModel OpenTexts(const api::ModelRequest& request, bool colour, api::Answer& answer) {
  OpenedModel opened;
  if (const Result<void> found = Locate(request, opened); !found) {
    return Failed(std::move(opened), answer, api::Status::kFailed, found.error().message);
  }
  language::CompileOptions options = OptionsOf(request);
  if (!request.now.empty()) {
    options.now = ParseIsoDate(request.now);
    if (!options.now) {
      return Failed(std::move(opened), answer, api::Status::kBadRequest,
                    fmt::format("`{}` is not a date: write year-month-day, as in 2019-08-01",
                                request.now));
    }
  }
  Result<language::CompiledModel> compiled = CompileFrom(request, opened, options);
  if (!compiled) {
    return Failed(std::move(opened), answer, api::Status::kFailed, compiled.error().message);
  }
  opened.sources = compiled->sources;
  opened.sink = std::move(compiled->diagnostics);
  opened.hash = HashOf(*opened.sources, request);  // for a model with errors, too
  answer.diagnostics = RenderDiagnostics(opened, request.json_diagnostics, colour);
  if (!compiled->model.has_value()) {
    answer.status = api::Status::kModelErrors;
    return opened;
  }
  opened.model = std::make_unique<model::Model>(std::move(*compiled->model));
  if (options.now) {
    const model::TimeFrame& time = opened.model->time;
    const auto day = static_cast<double>(DayNumber(*options.now) - time.start_day_number);
    if (day < 0.0 || day >= time.horizon_days) {
      return Failed(std::move(opened), answer, api::Status::kBadRequest,
                    fmt::format("{} lies outside the model's time, {} to {}", request.now,
                                FormatDate(time.start), FormatDate(time.end)));
    }
  }
  return opened;
}

void Configure(OpenedModel& opened, const api::ModelRequest& request, api::Answer& answer) {
  const auto refuse = [&](std::string message) {
    answer.status = api::Status::kBadRequest;
    answer.message = std::move(message);
    opened.model.reset();
  };
  opened.hash = HashOf(*opened.sources, request);
  if (!request.set.empty()) {
    Result<model::Model> fixed = model::FixParameters(*opened.model, request.set);
    if (!fixed) return refuse(fixed.error().message);
    *opened.model = std::move(*fixed);
  }
  if (request.with.empty()) return;
  Result<model::Model> changed = model::Apply(*opened.model, request.with);
  if (!changed) return refuse(changed.error().message);
  *opened.model = std::move(*changed);
}

OpenedModel Open(const api::ModelRequest& request, bool colour, api::Answer& answer) {
  OpenedModel opened = OpenTexts(request, colour, answer);
  if (opened.model != nullptr) Configure(opened, request, answer);
  return opened;
}

}  // namespace entente::service
