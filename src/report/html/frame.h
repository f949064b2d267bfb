// The frame that every page shares: head, contents, title, sections, scripts. Internal to
// src/report/html but for PageFacts.
#ifndef ENTENTE_REPORT_HTML_FRAME_H_
#define ENTENTE_REPORT_HTML_FRAME_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/model.h"
#include "report/html/page.h"

namespace entente::report {

// What a page says about how it was made.
struct PageFacts {
  std::string command;     // that makes the same numbers again
  std::string version;     // of this program
  std::string model_hash;  // of the model's text
  std::string warnings;    // of the model's text, rendered without colours
};

// A whole page of the model. `subtitle` is HTML; `facts` are plain text. Sections without a body are
// left out.
std::string WholePage(const model::Model& model, const PageFacts& page, const std::string& subtitle,
                      const std::vector<std::string>& facts, std::vector<Section> sections,
                      const ChartBook& charts);

// One section out of several: `lead` is HTML for its beginning, the sections follow one heading lower,
// their ids behind the part's ("claims-overview"). Sections without a body are left out.
Section PartOf(const std::string& id, const std::string& title, const std::string& lead,
               const std::vector<Section>& sections);

// "How to get these numbers again" with the command, the model and further settings.
Section ReproducePart(const model::Model& model, const PageFacts& page,
                      const std::vector<std::pair<std::string, std::string>>& settings);

// A table: heads, then rows of cells that are HTML already. `numeric` columns are set right.
std::string HtmlTable(const std::vector<std::string>& heads, const std::vector<bool>& numeric,
                      const std::vector<std::vector<std::string>>& rows);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_FRAME_H_
