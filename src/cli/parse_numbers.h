// Numbers as people type them: 100,000 or 100k or 1e6 worlds; widths as 0.01 or 1%.
#ifndef ENTENTE_CLI_PARSE_NUMBERS_H_
#define ENTENTE_CLI_PARSE_NUMBERS_H_

#include <cstdint>
#include <optional>
#include <string>

namespace entente::cli {

std::optional<std::uint64_t> ParseCount(std::string text);
std::optional<double> ParseShare(std::string text);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_PARSE_NUMBERS_H_
