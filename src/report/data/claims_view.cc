#include "report/data/claims_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "report/data/json_parts.h"
#include "report/words/changes.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using analysis::ClaimResult;
using analysis::Verdict;
using Json = OrderedJson;

constexpr Verdict kVerdicts[] = {Verdict::kSupported, Verdict::kContradicted, Verdict::kDepends,
                                 Verdict::kUndecided, Verdict::kNotTestable};

std::string HeadingOf(const model::Source& source) {
  std::string author, title;
  for (const auto& [field, text] : source.fields) {
    if (field == "author") author = text;
    if (field == "title") title = text;
  }
  if (author.empty() && title.empty()) return source.name;
  return author + (author.empty() || title.empty() ? "" : ": ") + title;
}

const model::Claim& ClaimOf(const ClaimsView& view, const ClaimResult& result) {
  return view.model.claims[result.claim.index()];
}

Json EstimandJson(const ClaimsView& view, const model::Estimand& estimand,
                  const analysis::EstimandResult& result) {
  const ShownUnit unit = UnitOf(view.model, estimand);
  return {{"text", estimand.text},
          {"under", estimand.under},
          {"unit", unit.label},
          {"value", IntervalJson(result.value, unit.scale)},
          {"selected_worlds", result.selected},
          {"worlds", result.worlds},
          {"beyond_window", result.beyond_window}};
}

Json DecidingJson(const ClaimsView& view, const ClaimResult& claim) {
  if (!claim.deciding) return nullptr;
  return {{"parameter", view.model.parameters[claim.deciding->index()].provenance.name},
          {"rank_correlation", NumberJson(claim.correlation)}};
}

Json ClaimJson(const ClaimsView& view, const ClaimResult& result) {
  const model::Claim& claim = ClaimOf(view, result);
  Json citations = Json::array();
  for (const model::Citation& citation : claim.provenance.citations) {
    citations.push_back({{"source", view.model.sources[citation.source.index()].name},
                         {"at", citation.at},
                         {"says", citation.says}});
  }
  Json statements = Json::array();
  for (std::size_t s = 0; s < claim.statements.size(); ++s) {
    Json one = {{"text", claim.statements[s].text}};
    if (s < result.statements.size()) {
      const ShownUnit unit = UnitOf(view.model, claim, claim.statements[s]);
      one["unit"] = unit.label;
      one["left"] = IntervalJson(result.statements[s].left, unit.scale);
      one["right"] = IntervalJson(result.statements[s].right, unit.scale);
      one["effect"] = IntervalJson(result.statements[s].effect, unit.scale);
    }
    statements.push_back(std::move(one));
  }
  Json estimands = Json::array();
  for (std::size_t e = 0; e < result.estimands.size(); ++e) {
    estimands.push_back(EstimandJson(view, claim.estimands[e], result.estimands[e]));
  }
  return {{"title", claim.provenance.title},
          {"citations", std::move(citations)},
          {"verdict", analysis::VerdictName(result.verdict)},
          {"clear", result.clear},
          {"why", result.why},
          {"worlds", result.worlds},
          {"looks", result.looks},
          {"level", result.confidence},
          {"statements", std::move(statements)},
          {"estimands", std::move(estimands)},
          {"draws_agreeing",
           {{"estimate", NumberJson(result.agreement.positive)},
            {"low", NumberJson(result.agreement.low)},
            {"high", NumberJson(result.agreement.high)},
            {"draws", result.agreement.draws}}},
          {"decided_by", DecidingJson(view, result)}};
}

// In a statement counts over a period stand per day, whatever their period is.
ShownUnit UnitInStatement(const model::Model& model, const model::Estimand& estimand) {
  ShownUnit unit = UnitOf(model, estimand);
  if (estimand.kind == model::EstimandKind::kMean ||
      estimand.kind == model::EstimandKind::kQuantile) {
    const model::Outcome& outcome = model::OutcomeOf(model, estimand.outcome);
    if (outcome.kind == model::OutcomeKind::kCount && outcome.per_days > 0.0) {
      unit.scale = outcome.per_days;
    }
  }
  return unit;
}

}  // namespace

std::vector<ClaimGroup> GroupsOf(const ClaimsView& view) {
  std::vector<ClaimGroup> groups;
  ClaimGroup without;
  without.heading = "Without a source";
  for (const model::Source& source : view.model.sources) {
    groups.push_back({&source, HeadingOf(source), {}});
  }
  for (const ClaimResult& result : view.result.claims) {
    const auto& citations = ClaimOf(view, result).provenance.citations;
    (citations.empty() ? without : groups[citations[0].source.index()]).claims.push_back(&result);
  }
  groups.push_back(std::move(without));
  std::erase_if(groups, [](const ClaimGroup& group) { return group.claims.empty(); });
  return groups;
}

ShownUnit UnitOf(const model::Model& model, const model::Estimand& estimand) {
  switch (estimand.kind) {
    case model::EstimandKind::kRate: return {kDaysPerYear, "per year", false};
    case model::EstimandKind::kNecessity:
    case model::EstimandKind::kSufficiency: return {1.0, "", true};
    default: return ShownUnitOf(model::OutcomeOf(model, estimand.outcome));
  }
}

ShownUnit UnitOf(const model::Model& model, const model::Claim& claim,
                 const model::ClaimStatement& statement) {
  std::optional<ShownUnit> common;
  for (const auto* steps : {&statement.left, &statement.right}) {
    std::vector<bool> constant;  // by place on the stack
    for (const model::ClaimStep& step : *steps) {
      if (step.op == model::ClaimOp::kConstant) {
        constant.push_back(true);
      } else if (step.op == model::ClaimOp::kEstimand) {
        constant.push_back(false);
        const ShownUnit unit = UnitInStatement(model, claim.estimands[step.estimand]);
        if (!common) {
          common = unit;
        } else if (unit.scale != common->scale || unit.label != common->label ||
                   unit.share != common->share) {
          return {};
        }
      } else if (step.op != model::ClaimOp::kNegate) {
        const bool right = constant.back();
        constant.pop_back();
        const bool left = constant.back();
        if (step.op == model::ClaimOp::kMultiply && !left && !right) return {};
        if (step.op == model::ClaimOp::kDivide && !right) return {};
        constant.back() = left && right;
      }
    }
  }
  return common.value_or(ShownUnit{});
}

std::string VerdictText(Verdict verdict) {
  return verdict == Verdict::kNotTestable ? "not testable" : analysis::VerdictName(verdict);
}

std::string TallyText(const analysis::ClaimsResult& result) {
  std::string text;
  for (const Verdict verdict : kVerdicts) {
    const auto count = std::count_if(result.claims.begin(), result.claims.end(),
                                     [&](const ClaimResult& c) { return c.verdict == verdict; });
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, VerdictText(verdict));
  }
  return text;
}

std::string ReasonText(const ClaimsView& view, const ClaimResult& claim) {
  std::string text = claim.why;
  if (claim.verdict == Verdict::kDepends) {
    text = fmt::format("it holds in {} of the parameter draws",
                       RoughShare(claim.agreement.positive));
  }
  if (claim.deciding) {
    const std::string& name = view.model.parameters[claim.deciding->index()].provenance.name;
    text += fmt::format("{}{} values of `{}` speak for it (rank correlation {:.2f})",
                        text.empty() ? "" : "; ", claim.correlation > 0 ? "higher" : "lower",
                        name, std::fabs(claim.correlation));
  }
  return text;
}

std::string ClaimsJson(const ClaimsView& view) {
  const analysis::ClaimsResult& result = view.result;
  Json json;
  json["format"] = "entente-claims-1";
  json["model"] = view.model.name;
  json["title"] = view.model.title;
  json["from"] = FormatDate(view.model.time.start);
  json["to"] = FormatDate(view.model.time.end);
  json["seed"] = result.seed;
  json["worlds_per_draw"] = result.worlds_per_draw;
  json["worlds_simulated"] = result.simulated;
  json["failed"] = result.failed;
  json["sets_of_policies"] = result.ensembles;
  json["partial"] = result.partial;
  json["level"] = result.confidence;
  json["agree_share"] = result.agree_share;
  Json tally = Json::object();
  for (const Verdict verdict : kVerdicts) {
    tally[analysis::VerdictName(verdict)] =
        std::count_if(result.claims.begin(), result.claims.end(),
                      [&](const ClaimResult& c) { return c.verdict == verdict; });
  }
  json["verdicts"] = std::move(tally);
  Json claims = Json::object();
  for (const ClaimResult& one : result.claims) {
    claims[ClaimOf(view, one).provenance.name] = ClaimJson(view, one);
  }
  json["claims"] = std::move(claims);
  return Dump(json);
}

std::string ClaimsCsv(const ClaimsView& view) {
  std::string csv =
      "claim,source,verdict,clear,statement,unit,left,right,effect,effect_low,effect_high,level,"
      "worlds,draws_agreeing,draws_agreeing_low,draws_agreeing_high,decided_by,rank_correlation,"
      "why\n";
  for (const ClaimResult& one : view.result.claims) {
    const model::Claim& claim = ClaimOf(view, one);
    for (std::size_t s = 0; s < claim.statements.size(); ++s) {
      const auto& citations = claim.provenance.citations;
      std::vector<std::string> cells = {
          CsvText(claim.provenance.name),
          citations.empty() ? "" : CsvText(view.model.sources[citations[0].source.index()].name),
          analysis::VerdictName(one.verdict), one.clear ? "true" : "false",
          CsvText(claim.statements[s].text)};
      if (s < one.statements.size()) {
        const ShownUnit unit = UnitOf(view.model, claim, claim.statements[s]);
        double low = one.statements[s].effect.low * unit.scale;
        double high = one.statements[s].effect.high * unit.scale;
        if (unit.scale < 0) std::swap(low, high);
        cells.push_back(CsvText(unit.label));
        for (const double number : {one.statements[s].left.value * unit.scale,
                                    one.statements[s].right.value * unit.scale,
                                    one.statements[s].effect.value * unit.scale, low, high}) {
          cells.push_back(CsvNumber(number));
        }
      } else {
        cells.resize(cells.size() + 6);
      }
      cells.push_back(CsvNumber(one.confidence));
      cells.push_back(std::to_string(one.worlds));
      for (const double number :
           {one.agreement.positive, one.agreement.low, one.agreement.high}) {
        cells.push_back(CsvNumber(number));
      }
      cells.push_back(one.deciding
                          ? CsvText(view.model.parameters[one.deciding->index()].provenance.name)
                          : "");
      cells.push_back(one.deciding ? CsvNumber(one.correlation) : "");
      cells.push_back(CsvText(one.why));
      for (std::size_t c = 0; c < cells.size(); ++c) csv += (c > 0 ? "," : "") + cells[c];
      csv += "\n";
    }
  }
  return csv;
}

}  // namespace entente::report
