#include "service/sampling.h"

#include <fmt/format.h>

namespace entente::service {

std::string CheckLevel(double level) {
  if (level > 0 && level < 1) return "";
  return fmt::format("level {}: the level of an interval lies between 0 and 1, such as 0.95", level);
}

}  // namespace entente::service
