// Claims with their verdicts as they are to be rendered, and their JSON
// (docs/reference/claims.schema.json) and CSV.
#ifndef ENTENTE_REPORT_DATA_CLAIMS_VIEW_H_
#define ENTENTE_REPORT_DATA_CLAIMS_VIEW_H_

#include <string>
#include <vector>

#include "analysis/claims/claims.h"
#include "model/model.h"
#include "report/data/run_view.h"

namespace entente::report {

// The referenced model and result outlive the view.
struct ClaimsView {
  const model::Model& model;
  const analysis::ClaimsResult& result;
};

// Claims of one source, by their first citation; those without one stand last.
struct ClaimGroup {
  const model::Source* source = nullptr;
  std::string heading;  // "Sakata: Japan–South Korea relations …", the source's name, or "No source"
  std::vector<const analysis::ClaimResult*> claims;
};
std::vector<ClaimGroup> GroupsOf(const ClaimsView& view);

// The unit in which a statement's sides are shown: that of its estimands if they share one and are
// only added and subtracted, else none.
ShownUnit UnitOf(const model::Model& model, const model::Claim& claim,
                 const model::ClaimStatement& statement);
ShownUnit UnitOf(const model::Model& model, const model::Estimand& estimand);

// "28 supported, 5 contradicted, …"; verdicts that did not occur are left out.
std::string TallyText(const analysis::ClaimsResult& result);

std::string VerdictText(analysis::Verdict verdict);  // "supported", "not testable", …

// Why the verdict is not a plain yes or no, or who disagrees, in a sentence; may be empty.
std::string ReasonText(const ClaimsView& view, const analysis::ClaimResult& claim);

std::string ClaimsJson(const ClaimsView& view);
std::string ClaimsCsv(const ClaimsView& view);  // one row a statement

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_CLAIMS_VIEW_H_
