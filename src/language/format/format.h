// The canonical layout of a model's text: spacing, indentation, blank lines. It moves nothing and
// changes no token, keeps comments and the author's line breaks, and is idempotent.
#ifndef ENTENTE_LANGUAGE_FORMAT_FORMAT_H_
#define ENTENTE_LANGUAGE_FORMAT_FORMAT_H_

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/source.h"
#include "language/lex/limits.h"

namespace entente::language {

// The formatted text of one file, or nothing when it has syntax errors (which go to `sink`).
std::optional<std::string> Format(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                                  const TextLimits& limits = {});

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_FORMAT_FORMAT_H_
