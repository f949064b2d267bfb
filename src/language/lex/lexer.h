// Text to tokens. Comments are kept apart for the formatter and for documentation.
#ifndef ENTENTE_LANGUAGE_LEX_LEXER_H_
#define ENTENTE_LANGUAGE_LEX_LEXER_H_

#include "base/diagnostic.h"
#include "base/source.h"
#include "language/lex/limits.h"
#include "language/lex/token.h"

namespace entente::language {

// Linear in the text. A run of characters that start no token is one diagnostic.
TokenStream Lex(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                const TextLimits& limits);

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_LEX_LEXER_H_
