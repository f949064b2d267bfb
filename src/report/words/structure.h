// How a model works, in words, from the checked model itself: what moves an issue from one state to
// another, what makes an event happen.
#ifndef ENTENTE_REPORT_WORDS_STRUCTURE_H_
#define ENTENTE_REPORT_WORDS_STRUCTURE_H_

#include <string>
#include <vector>

#include "model/model.h"

namespace entente::report {

// One way from state to state and all that can bring it about.
struct Arc {
  model::StateIndex from = 0;
  model::StateIndex to = 0;
  std::vector<std::string> causes;  // "rate 0.5 per year", "on 2018-10-30", "by effect of …"
};

// The ways of each issue, by issue.
std::vector<std::vector<Arc>> ArcsOf(const model::Model& model);

// What brings a happening or decision about by itself: rates and triggers in words.
std::vector<std::string> CausesOf(const model::Model& model, const model::Outlet& outlet);

// The model's text at a place, on one line, at most `limit` characters; empty without text.
std::string SourceText(const model::Model& model, SourceSpan span, std::size_t limit = 160);

std::string ActText(const model::Model& model, const model::Act& act);  // "KOR toward JPN about …"

}  // namespace entente::report

#endif  // ENTENTE_REPORT_WORDS_STRUCTURE_H_
