// Text to syntax tree: a hand-written recursive-descent parser. Several mistakes are found in one
// pass: after each the parser skips to the next clause or declaration that it recognises.
#ifndef ENTENTE_LANGUAGE_PARSE_PARSE_H_
#define ENTENTE_LANGUAGE_PARSE_PARSE_H_

#include <string>

#include "base/diagnostic.h"
#include "base/source.h"
#include "language/lex/limits.h"
#include "language/syntax/dump.h"
#include "language/syntax/tree.h"

namespace entente::language {

// Reads one file of `sources`. Never throws, never fails: what is wrong goes to `sink`, and the
// tree holds all that could be read. Time and memory are linear in the text.
syntax::SyntaxTree Parse(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                         const TextLimits& limits = {});

// One token a line, "14:9 name gsomia", for `entente check --dump tokens`.
std::string DumpTokens(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                       const TextLimits& limits = {});

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_PARSE_PARSE_H_
