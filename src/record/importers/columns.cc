#include "record/importers/columns.h"

#include <algorithm>

#include "record/input/fields.h"
#include "record/input/lines.h"
#include "record/input/rows.h"

namespace entente::record {
namespace {

std::string KeyOf(std::string_view name) {
  std::string key = Lower(Trimmed(name));
  std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '.'; });
  return key;
}

}  // namespace

Header::Header(const std::vector<std::string_view>& fields) {
  for (const std::string_view field : fields) {
    names_.emplace_back(Trimmed(field));
    keys_.push_back(KeyOf(field));
  }
}

Header Header::OfTabs(std::string_view line) {
  std::vector<std::string_view> fields;
  SplitTabs(line, fields);
  return Header(fields);
}

Header Header::OfQuoted(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  std::string scratch;
  if (!CutQuoted(line, separator, scratch, fields)) fields.clear();
  return Header(fields);
}

std::optional<std::size_t> Header::Find(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto found = std::find(keys_.begin(), keys_.end(), KeyOf(name));
    if (found != keys_.end()) return static_cast<std::size_t>(found - keys_.begin());
  }
  return std::nullopt;
}

}  // namespace entente::record
