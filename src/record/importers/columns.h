// Tables with a header: where the columns are by their names.
#ifndef ENTENTE_RECORD_IMPORTERS_COLUMNS_H_
#define ENTENTE_RECORD_IMPORTERS_COLUMNS_H_

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente::record {

class Header {
 public:
  // Cuts the first line of a file.
  static Header OfTabs(std::string_view line);
  static Header OfQuoted(std::string_view line, char separator);

  // The column with one of these names, the earlier names first. Blanks, underscores and the case
  // of letters do not matter.
  std::optional<std::size_t> Find(std::initializer_list<std::string_view> names) const;
  std::optional<std::size_t> Find(std::string_view name) const { return Find({name}); }
  std::size_t size() const { return keys_.size(); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  explicit Header(const std::vector<std::string_view>& fields);
  std::vector<std::string> names_, keys_;
};

// The field at a column that may be absent.
inline std::string_view At(std::span<const std::string_view> fields,
                           std::optional<std::size_t> column) {
  return column ? fields[*column] : std::string_view();
}

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_COLUMNS_H_
