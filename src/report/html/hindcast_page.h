// A hindcast as sections of a page.
#ifndef ENTENTE_REPORT_HTML_HINDCAST_PAGE_H_
#define ENTENTE_REPORT_HTML_HINDCAST_PAGE_H_

#include <vector>

#include "inference/hindcast/hindcast.h"
#include "report/html/frame.h"
#include "report/html/page.h"

namespace entente::report {

// "Does it beat its baselines?" (verdict, skill against each), scores by target and lead with
// pictures of what was said and what happened, reliability of the probabilities of events.
std::vector<Section> HindcastSections(const inference::Hindcast& hindcast);

// The whole page: one file.
std::string HindcastPage(const model::Model& model, const inference::Hindcast& hindcast,
                         const PageFacts& facts);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_HINDCAST_PAGE_H_
