#include "base/diagnostic.h"
#include "entente/text.h"

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "0.0.0"
#endif

namespace entente::api {

std::string Version() { return ENTENTE_VERSION; }

std::string Nearest(const std::string& name, const std::vector<std::string>& candidates) {
  return NearestName(name, candidates).value_or("");
}

}  // namespace entente::api
