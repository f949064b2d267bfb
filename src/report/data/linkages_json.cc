#include <cmath>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "report/data/json_parts.h"
#include "report/data/linkages_view.h"

namespace entente::report {

std::string LinkagesJson(const LinkagesView& view) {
  OrderedJson json;
  json["format"] = "entente-record-linkages-1";
  json["model"] = view.model.name;
  json["dataset"] = view.dataset;
  json["from"] = FormatDate(CivilFromDayNumber(view.first_day));
  json["to"] = FormatDate(CivilFromDayNumber(view.last_day));
  json["tracks"] = view.tracks;
  json["level"] = view.level;
  json["log_likelihood"] = NumberJson(view.result.log_likelihood);
  OrderedJson list = OrderedJson::array();
  for (const inference::LinkageFinding& finding : view.result.findings) {
    const inference::DeclaredLinkage& declared = view.declared.linkages[finding.declared];
    const model::Provenance& provenance = view.model.linkages[declared.linkage.index()].provenance;
    OrderedJson one = {
        {"name", provenance.name},
        {"title", provenance.title},
        {"verdict", VerdictOf(finding)},
        {"declared", NumberJson(declared.raises ? declared.strength : -declared.strength)},
        {"half_life_days", NumberJson(declared.half_life_days)},
        {"acts_from", finding.acts_from},
        {"acts_to", finding.acts_to}};
    if (finding.why_not.empty()) {
      one["estimate"] = NumberJson(finding.strength.estimate);
      one["low"] = NumberJson(finding.strength.low);
      one["high"] = NumberJson(finding.strength.high);
      one["likelihood_ratio"] = NumberJson(finding.strength.likelihood_ratio);
      one["p_value"] = NumberJson(finding.strength.p_value);
      one["bred"] = NumberJson(finding.bred);
    } else {
      one["why_not"] = finding.why_not;
    }
    list.push_back(std::move(one));
  }
  json["linkages"] = std::move(list);
  return Dump(json);
}

}  // namespace entente::report
