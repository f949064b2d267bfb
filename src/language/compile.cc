#include "language/compile.h"

#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "language/lower/intensity.h"
#include "language/lower/lower.h"
#include "language/lower/remember.h"
#include "model/verify.h"

namespace entente::language {
namespace {

using check::Context;

// The passes in order; see lower/lower.h.
void RunPasses(Context& context) {
  using Pass = void (*)(Context&);
  constexpr Pass kPasses[] = {
      lower::LowerFrame,       lower::LowerMembers,       lower::LowerTables,
      lower::LowerParameters,  lower::DeclareNames,       lower::LowerActs,
      lower::DeclareLinkages,  lower::LowerDefinitions,   lower::LowerQuantities,
      lower::LowerMemories,    lower::LowerIssues,        lower::LowerLatches,
      lower::LowerEvents,      lower::LowerDecisions,     lower::LowerOffices,
      lower::LowerChances,     lower::LowerReactions,     lower::LowerAudienceCosts,
      lower::FeedMemories,     lower::OrderTriggers,      lower::LowerFrameworks,
      lower::ApplyLinkages,    lower::LowerOutcomes,      lower::LowerPolicies,
      lower::LowerClaims,      lower::LowerRecords,       lower::LowerObservations,
      lower::SumIntensities,   lower::CheckLuck,
  };
  for (const Pass pass : kPasses) {
    if (context.exhausted) return;
    // After this pass every pressure is known.
    if (pass == lower::LowerDefinitions) context.pressures_known = true;
    pass(context);
  }
  context.ReportNotExecuted();
  if (!context.sink.has_errors()) lower::Warn(context);
}

// What Verify finds in a model that was checked is our bug.
void VerifyLowered(const model::Model& model) {
  const std::vector<std::string> broken = model::Verify(model);
  if (!broken.empty()) throw InternalError("a checked model is unsound: " + broken.front());
}

CompiledModel CompileLoaded(LoadedModel loaded, DiagnosticSink sink, const FileProvider* files,
                            const CompileOptions& options) {
  CompiledModel compiled;
  compiled.root = std::move(loaded.root);
  auto sources = std::make_shared<const SourceMap>(std::move(loaded.sources));
  compiled.sources = sources;
  compiled.trees = std::move(loaded.trees);
  compiled.diagnostics = std::move(sink);
  Context context(compiled.trees, *sources, compiled.diagnostics, options.limits);
  context.model.text = sources;
  context.files = files;
  context.root = compiled.root;
  context.max_file_bytes = options.text.max_file_bytes;
  RunPasses(context);
  if (!compiled.diagnostics.has_errors()) VerifyLowered(context.model);
  compiled.diagnostics.SortByPlace();
  if (!compiled.diagnostics.has_errors()) compiled.model = std::move(context.model);
  return compiled;
}

}  // namespace

Result<CompiledModel> Compile(const std::string& path, const FileProvider& files,
                              const CompileOptions& options) {
  DiagnosticSink sink;
  auto loaded = LoadModel(path, files, sink, options.text);
  if (!loaded) return tl::unexpected(loaded.error());
  return CompileLoaded(std::move(*loaded), std::move(sink), &files, options);
}

Result<CompiledModel> Compile(const std::string& path, const CompileOptions& options) {
  return Compile(path, DiskFiles(), options);
}

CompiledModel CompileText(std::string name, std::string text, const CompileOptions& options) {
  DiagnosticSink sink;
  LoadedModel loaded = LoadText(std::move(name), std::move(text), sink, options.text);
  return CompileLoaded(std::move(loaded), std::move(sink), nullptr, options);
}

}  // namespace entente::language
