// The front door of the language: text in, checked model and diagnostics out. One call parses,
// checks and lowers a model and everything it imports.
#ifndef ENTENTE_LANGUAGE_COMPILE_H_
#define ENTENTE_LANGUAGE_COMPILE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "base/result.h"
#include "base/source.h"
#include "language/check/context.h"
#include "language/lex/limits.h"
#include "language/source/load.h"
#include "language/syntax/tree.h"
#include "model/model.h"

namespace entente::language {

struct CompileOptions {
  TextLimits text;
  CompileLimits limits;
  // Takes the place of the text's `now`: a forecast from another day. If it is later, the simulated
  // time ends later by as much, so that windows keep their length. Ignored (and told by the caller) if
  // it lies outside the model's time.
  std::optional<CivilDate> now;
};

struct CompiledModel {
  std::string root;  // folder of the model: data files such as record.csv lie there
  std::shared_ptr<const SourceMap> sources;
  std::vector<syntax::SyntaxTree> trees;
  DiagnosticSink diagnostics;          // sorted by place
  std::optional<model::Model> model;   // present exactly if there are no errors

  bool ok() const { return model.has_value(); }
};

// Compiles the model at `path` (a folder with main.ent, or one file). Fails only if the path is not
// there or cannot be read; what is wrong in the text is in `diagnostics`.
Result<CompiledModel> Compile(const std::string& path, const FileProvider& files,
                              const CompileOptions& options = {});
Result<CompiledModel> Compile(const std::string& path, const CompileOptions& options = {});

// Compiles one text in memory, shown as `name` in messages. Never fails, never throws on any text.
CompiledModel CompileText(std::string name, std::string text, const CompileOptions& options = {});

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_COMPILE_H_
