#include "model/record.h"

namespace entente::model {

const std::vector<std::string>& QuadClasses() {
  static const std::vector<std::string> classes = {"verbal_cooperation", "material_cooperation",
                                                   "verbal_conflict", "material_conflict"};
  return classes;
}

const std::vector<std::string>& PloverClasses() {
  static const std::vector<std::string> classes = {
      "agree",  "consult", "support",  "concede", "cooperate", "aid",      "retreat", "request",
      "accuse", "reject",  "threaten", "protest", "sanction",  "mobilize", "coerce",  "assault"};
  return classes;
}

bool IsCameoCode(std::string_view text) {
  if (text.size() < 2 || text.size() > 4) return false;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  const int root = (text[0] - '0') * 10 + (text[1] - '0');
  return root >= 1 && root <= 20;
}

}  // namespace entente::model
