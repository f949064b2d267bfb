#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "entente/text.h"
#include "language/compile.h"
#include "language/explain/branching.h"
#include "language/parse/parse.h"
#include "model/print/print.h"
#include "service/guard.h"
#include "service/models.h"
#include "service/observed_cells.h"
#include "service/open.h"

namespace entente::api {
namespace {

using service::Refuse;

std::string Counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::size_t IssuesOf(const model::Model& model, model::IssueKind kind) {
  std::size_t count = 0;
  for (const model::Issue& issue : model.issues) count += issue.kind == kind;
  return count;
}

std::size_t Warnings(const DiagnosticSink& sink) {
  std::size_t count = 0;
  for (const Diagnostic& one : sink.all()) count += one.severity == Severity::kWarning;
  return count;
}

// "net4: 4 issues, 24 channels, …" leaving out what there is none of.
std::string Inventory(const model::Model& model) {
  std::string text;
  const auto add = [&](std::size_t count, const char* one, const char* many) {
    if (count > 0) text += (text.empty() ? "" : ", ") + Counted(count, one, many);
  };
  add(model.actors.size(), "actor", "actors");
  add(IssuesOf(model, model::IssueKind::kIssue), "issue", "issues");
  add(IssuesOf(model, model::IssueKind::kOffice), "office", "offices");
  add(IssuesOf(model, model::IssueKind::kChance), "chance", "chances");
  add(model.quantities.size(), "quantity", "quantities");
  add(model.parameters.size(), "parameter", "parameters");
  add(model.channels.size(), "channel", "channels");
  add(model.decisions.size(), "decision", "decisions");
  add(model.linkages.size(), "linkage", "linkages");
  add(model.policies.size(), "policy or scenario", "policies and scenarios");
  add(model.outcomes.size(), "outcome", "outcomes");
  add(model.sources.size(), "source", "sources");
  return text;
}

std::string Summary(const service::OpenedModel& opened, const CheckAnswer& answer) {
  std::string faults = answer.errors == 0 ? "no errors" : Counted(answer.errors, "error", "errors");
  if (answer.warnings > 0) faults += ", " + Counted(answer.warnings, "warning", "warnings");
  if (opened.model == nullptr) return faults + "\n";
  const std::string loops = language::explain::DescribeBranching(
      *opened.model, language::explain::BranchingOf(*opened.model));
  return opened.model->name + ": " + Inventory(*opened.model) + "\n" + loops + faults + "\n";
}

std::string CheckJson(const service::OpenedModel& opened, const CheckAnswer& answer) {
  return fmt::format(
      "{{\"format\": \"entente-check-1\", \"ok\": {}, \"model\": {}, \"errors\": {}, "
      "\"warnings\": {}, \"diagnostics\": {}}}\n",
      answer.errors == 0,
      opened.model == nullptr ? "null" : "\"" + opened.model->name + "\"", answer.errors,
      answer.warnings, answer.diagnostics);
}

// The data that the model names. A run does without them, so that what is wrong is a warning.
void CheckData(service::OpenedModel& opened) {
  const auto warn = [&](SourceSpan declared, const std::string& why) {
    opened.sink.Add(DiagnosticKind::kUnreadableData, declared, why,
                    "what follows the record (`filter`, `fit`, `forecast`) needs it");
  };
  for (const model::RecordSource& record : opened.model->records) {
    if (!opened.folder.Has(record.file)) {
      warn(record.provenance.span, "there is no `" + opened.folder.PathOf(record.file) + "`");
    }
  }
  for (const service::UnreadableMeans& means :
       service::FindUnreadableMeans(*opened.model, opened.folder)) {
    warn(means.declared, means.why);
  }
  opened.sink.SortByPlace();
}

CheckAnswer CheckGuarded(const CheckRequest& request) {
  CheckAnswer answer;
  service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model != nullptr) {
    CheckData(opened);
    answer.diagnostics = service::RenderDiagnostics(opened, request.source.json_diagnostics,
                                                    request.style.colour);
  }
  answer.errors = opened.sink.error_count();
  answer.warnings = Warnings(opened.sink);
  if (opened.sources != nullptr) answer.summary = Summary(opened, answer);
  if (opened.sources != nullptr && request.source.json_diagnostics) {
    answer.json = CheckJson(opened, answer);
  }
  return answer;
}

TextAnswer DumpModelText(const DumpRequest& request) {
  TextAnswer answer;
  const service::OpenedModel opened = service::Open(request.source, false, answer);
  if (opened.model != nullptr) answer.text = model::DumpModel(*opened.model);
  return answer;
}

// Tokens and trees exist even where the text has errors.
TextAnswer DumpText(const DumpRequest& request) {
  TextAnswer answer;
  const auto path = service::FindModel(request.source.model, request.source.model_folders);
  if (!path) return Refuse(std::move(answer), Status::kFailed, path.error().message);
  DiagnosticSink sink;
  const language::DiskFiles files;
  const auto loaded = language::LoadModel(*path, files, sink);
  if (!loaded) return Refuse(std::move(answer), Status::kFailed, loaded.error().message);
  DiagnosticSink again;  // the tokens' faults are in `sink` already
  for (std::size_t i = 0; i < loaded->sources.size(); ++i) {
    if (loaded->sources.size() > 1) {
      answer.text += "// " + loaded->sources.file(FileId(i)).path() + "\n";
    }
    if (request.phase == DumpPhase::kTokens) {
      answer.text += language::DumpTokens(loaded->sources, FileId(i), again);
    } else if (i < loaded->trees.size()) {
      answer.text += language::DumpSyntax(loaded->trees[i]);
    }
  }
  answer.diagnostics = RenderText(sink, loaded->sources, false);
  if (sink.has_errors()) answer.status = Status::kModelErrors;
  return answer;
}

}  // namespace

CheckAnswer Check(const CheckRequest& request) {
  return service::Guarded<CheckAnswer>("check of `" + request.source.model + "`",
                                       [&] { return CheckGuarded(request); });
}

TextAnswer Dump(const DumpRequest& request) {
  return service::Guarded<TextAnswer>("dump of `" + request.source.model + "`", [&] {
    return request.phase == DumpPhase::kModel ? DumpModelText(request) : DumpText(request);
  });
}

}  // namespace entente::api
