// A checked model in readable form: expressions as a person would write them, a whole model as
// indented text (`entente check --dump model`) or as JSON. For people, tests and tools; nothing
// here is read back.
#ifndef ENTENTE_MODEL_PRINT_PRINT_H_
#define ENTENTE_MODEL_PRINT_PRINT_H_

#include <string>

#include "model/model.h"

namespace entente::model {

// "0.2 + grievance[KOR,JPN]", "gsomia in {notice, suspended}", "if c then x else y". Rates are per
// day, times in days. An invalid id prints as "always". Text beyond `limit` characters is cut, with
// "…": shared nodes are written out at each use.
std::string PrintExpression(const Model& model, ExprId id, std::size_t limit = 4'000);

// "0.3", "lognormal(median 0.3, sd of log 0.69)".
std::string PrintPrior(const Prior& prior);

// Shortest text that reads back as the same double.
std::string PrintNumber(double value);

// One line an element, in the order of the model's vectors; the same model gives the same text.
std::string DumpModel(const Model& model);

// The same content as one JSON object: {"model", "time", "parameters", …}; expressions are text.
std::string DumpModelJson(const Model& model);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_PRINT_PRINT_H_
