// Whether bytes are text at all: UTF-8 without control characters.
#ifndef ENTENTE_LANGUAGE_LEX_UTF8_H_
#define ENTENTE_LANGUAGE_LEX_UTF8_H_

#include <cstddef>
#include <string_view>

namespace entente::language {

// Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), or 0 if there is none.
std::size_t SequenceLength(std::string_view text, std::size_t at);

// Offset of the first byte that is not part of text: ill-formed UTF-8, or a control character
// other than tab, line feed and carriage return. text.size() if all is well.
std::size_t FirstNonText(std::string_view text);

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_LEX_UTF8_H_
