// One world told: a dated list of what happened and because of what, the luck of its parameters,
// and where its quantities and outcomes ended. As text and as JSON
// (docs/reference/story.schema.json).
#ifndef ENTENTE_REPORT_TEXT_STORY_H_
#define ENTENTE_REPORT_TEXT_STORY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/run.h"
#include "report/text/style.h"

namespace entente::report {

std::string StoryText(const model::Model& model, const engine::Story& story, const Style& style);
// Only the occurrences with these indices, each with its causes; those never shown are left out.
std::string StoryExcerpt(const model::Model& model, const engine::Story& story,
                         const std::vector<std::size_t>& occurrences, const Style& style);
// Bookkeeping (notices, the hidden issues of elections and policies) is never shown.
bool IsShown(const model::Model& model, const engine::Occurrence& occurrence);
// "because Export control: normal → tightened (2019-07-04, ×2.1) raised its odds; …"; may be empty.
std::string BecauseText(const model::Model& model, const engine::Story& story,
                        const engine::Occurrence& occurrence);
// An outcome's value in one world: "yes", "2021-03-04", "12.3 %".
std::string OutcomeValueText(const model::Model& model, const model::Outcome& outcome,
                             double value);
std::string StoryJson(const model::Model& model, const engine::Story& story);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_STORY_H_
