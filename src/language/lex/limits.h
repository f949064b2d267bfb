// Bounds on what a text may hold, so that no input can exhaust time, memory or the stack. Each
// bound has its own diagnostic, which names the bound and the option that raises it.
#ifndef ENTENTE_LANGUAGE_LEX_LIMITS_H_
#define ENTENTE_LANGUAGE_LEX_LIMITS_H_

#include <cstddef>

namespace entente::language {

struct TextLimits {
  std::size_t max_file_bytes = 4U << 20U;   // --max-file-bytes
  std::size_t max_files = 256;              // files of one model
  std::size_t max_nesting = 200;            // brackets, braces, operators inside one another
  std::size_t max_expression_depth = 1000;  // height of an expression tree: 1 + 1 + 1 + …
};

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_LEX_LIMITS_H_
