#include "cli/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"

namespace entente::cli {
namespace {

int DumpTo(const CheckOptions& options, const api::ModelRequest& source) {
  api::DumpRequest request;
  request.source = source;
  request.phase = options.dump == "tokens"   ? api::DumpPhase::kTokens
                  : options.dump == "syntax" ? api::DumpPhase::kSyntax
                                             : api::DumpPhase::kModel;
  const api::TextAnswer answer = api::Dump(request);
  Print(answer.text);
  return Report(answer);
}

int ExplainTo(const CheckOptions& options, const api::ModelRequest& source) {
  api::ExplainRequest request;
  request.source = source;
  request.name = options.explain;
  request.style = StyleOfOutput();
  const api::TextAnswer answer = api::Explain(request);
  Print(answer.text);
  return Report(answer);
}

std::string JsonText(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < 0x20) quoted += fmt::format("\\u{:04x}", int{c});
    else quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

std::string ReadBounds(const BoundOptions& options, api::Bounds& bounds) {
  const auto read = [](const std::string& text, const char* option, std::size_t& bound) {
    if (text.empty()) return std::string();
    const auto count = ParseCount(text);
    if (!count || *count == 0) {
      return fmt::format("`{} {}`: expected a whole number above 0", option, text);
    }
    bound = static_cast<std::size_t>(*count);
    return std::string();
  };
  std::string wrong = read(options.file_bytes, "--max-file-bytes", bounds.file_bytes);
  if (wrong.empty()) wrong = read(options.elements, "--max-elements", bounds.elements);
  if (wrong.empty()) wrong = read(options.channels, "--max-channels", bounds.channels);
  if (wrong.empty()) wrong = read(options.nodes, "--max-nodes", bounds.nodes);
  return wrong;
}

int CheckCommand(const CheckOptions& options) {
  api::ModelRequest source;
  if (const std::string wrong = ReadBounds(options.bounds, source.bounds); !wrong.empty()) {
    std::fprintf(stderr, "entente: %s\n", wrong.c_str());
    return static_cast<int>(api::Status::kBadRequest);
  }
  source.model = options.model;
  source.with = options.with;
  if (!options.dump.empty()) return DumpTo(options, source);
  if (!options.explain.empty()) return ExplainTo(options, source);
  api::CheckRequest request;
  request.source = source;
  request.source.json_diagnostics = options.json;
  request.style = StyleOfOutput();
  request.style.colour = ColourOfErrors();
  api::CheckAnswer answer = api::Check(request);
  if (options.json) {
    Print(answer.json);
    answer.diagnostics.clear();
    return Report(answer);
  }
  const int code = Report(answer);
  Print(answer.summary);
  return code;
}

int FormatCommand(const FormatOptions& options) {
  api::FormatRequest request;
  request.files = options.files;
  request.check_only = options.check_only;
  request.style = StyleOfOutput();
  request.style.colour = ColourOfErrors();
  const api::FormatAnswer answer = api::Format(request);
  for (const api::FormattedFile& file : answer.files) {
    if (!file.changed) continue;
    Print(fmt::format("{} {}\n", options.check_only ? "would change" : "formatted", file.path));
  }
  return Report(answer);
}

int NewCommand(const std::string& path) {
  api::NewProjectRequest request;
  request.path = path;
  const api::NewProjectAnswer answer = api::NewProject(request);
  for (const std::string& file : answer.files) Print("wrote " + file + "\n");
  if (answer.ok()) {
    Print(fmt::format("\nNext: entente check {0}\n      entente run {0}\n"
                      "      entente run {0} --html report.html\n", ShellQuoted(path)));
  }
  return Report(answer);
}

int ModelsCommand(bool json) {
  const std::vector<api::ShippedModel> models = api::ListModels();
  if (json) {
    std::string text = "[";
    for (std::size_t i = 0; i < models.size(); ++i) {
      text += fmt::format("{}\n  {{\"name\": {}, \"title\": {}, \"path\": {}}}", i > 0 ? "," : "",
                          JsonText(models[i].name), JsonText(models[i].title),
                          JsonText(models[i].path));
    }
    Print(text + (models.empty() ? "]\n" : "\n]\n"));
    return 0;
  }
  std::size_t width = 0;
  for (const api::ShippedModel& model : models) width = std::max(width, model.name.size());
  for (const api::ShippedModel& model : models) {
    Print(fmt::format("{:<{}}  {}\n", model.name, width,
                      model.title.empty() ? model.path : model.title));
  }
  if (models.empty()) std::fputs("entente: no models found; set ENTENTE_MODELS\n", stderr);
  return models.empty() ? static_cast<int>(api::Status::kFailed) : 0;
}

}  // namespace entente::cli
