// One world told: a dated list of what happened and because of what, the luck of its parameters,
// and where its quantities and outcomes ended. As text and as JSON
// (docs/reference/story.schema.json).
#ifndef ENTENTE_REPORT_TEXT_STORY_H_
#define ENTENTE_REPORT_TEXT_STORY_H_

#include <string>

#include "engine/run.h"
#include "report/text/style.h"

namespace entente::report {

std::string StoryText(const model::Model& model, const engine::Story& story, const Style& style);
std::string StoryJson(const model::Model& model, const engine::Story& story);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_STORY_H_
