// What names, paths and ids in a workspace may be. Paths are names in a database and never reach a
// file system, but they will be shown, typed and exported, so that they must be able to.
#ifndef ENTENTE_WORKSPACE_RULES_H_
#define ENTENTE_WORKSPACE_RULES_H_

#include <string>
#include <string_view>

namespace entente::workspace {

// Well-formed UTF-8 (Unicode 15, table 3-7) without U+0000.
bool IsText(std::string_view bytes);

// Why `path` can not name a file of a project; empty if it can: relative, parts parted by `/`, none
// of them empty, `.` or `..`, printable, no backslash.
std::string PathFault(std::string_view path);

// Why `name` can not name a project; empty if it can.
std::string NameFault(std::string_view name);

// Ten random letters and digits, for ids: 50 bits of the system's randomness.
std::string NewId();

// Now, in UTC: "2026-11-22T09:00:00Z".
std::string TimeStamp();

// `system NAME "TITLE"` of a model's main file, without compiling it; empty if there is none.
std::string TitleOf(std::string_view main_text);

}  // namespace entente::workspace

#endif  // ENTENTE_WORKSPACE_RULES_H_
