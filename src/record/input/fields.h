// What stands in the fields of a row: dates, numbers, codes, names; each read strictly, or not.
#ifndef ENTENTE_RECORD_INPUT_FIELDS_H_
#define ENTENTE_RECORD_INPUT_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entente::record {

std::string_view Trimmed(std::string_view text);
// Without what tables write for "nothing": "", NA, NULL, None, nan.
std::string_view OrEmpty(std::string_view text);
std::string Lower(std::string_view text);  // ASCII letters only
bool EqualsIgnoringCase(std::string_view a, std::string_view b);

// Days since 1970-01-01 of "2018-06-01" (a time of day after `T` or a space is dropped),
// "2018/06/01" or "20180601"; nothing for other forms and for days that do not exist.
std::optional<std::int64_t> ReadDay(std::string_view text);

// A finite decimal number, all of the text.
std::optional<double> ReadNumber(std::string_view text);
std::optional<std::int64_t> ReadWhole(std::string_view text);

// Whether it has the form of a CAMEO code: two to four digits, root 01 to 20.
bool IsCameo(std::string_view code);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_INPUT_FIELDS_H_
