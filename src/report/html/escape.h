// Text made safe for its place in HTML. Everything that comes from a model goes through here.
#ifndef ENTENTE_REPORT_HTML_ESCAPE_H_
#define ENTENTE_REPORT_HTML_ESCAPE_H_

#include <string>
#include <string_view>

namespace entente::report {

// For text and for attribute values in double quotes. Malformed UTF-8 becomes U+FFFD; control
// characters but tab and line break are dropped.
std::string Escape(std::string_view text);

// The same for prose: what stands between two backticks of a line is code.
std::string Prose(std::string_view text);

// For JSON inside a <script> element: no "<" is left, so nothing can end the element.
std::string EscapeJson(std::string_view json);

// A name usable in an id or a fragment: letters, digits, "-".
std::string Slug(std::string_view text);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_ESCAPE_H_
