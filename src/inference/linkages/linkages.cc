#include "inference/linkages/linkages.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/check.h"
#include "engine/kernels/math.h"
#include "engine/luck/prior.h"
#include "model/expression.h"

namespace entente::inference {
namespace {

std::size_t ClassIndex(std::vector<ActClass>& classes, const ActClass& one) {
  const auto found = std::find(classes.begin(), classes.end(), one);
  if (found != classes.end()) return static_cast<std::size_t>(found - classes.begin());
  classes.push_back(one);
  return classes.size() - 1;
}

// Values at the start: parameters at the medians of their priors, quantities and issues as they begin.
// NaN for what reads clocks or pressures.
class AtStart {
 public:
  explicit AtStart(const model::Model& model) : model_(model) {}

  double Value(model::ExprId id) const {
    using model::Op;
    const model::Expression& node = model_.expressions[id];
    switch (node.op) {
      case Op::kConstant: return node.value;
      case Op::kParameter:
        return engine::PriorMedian(engine::Math(), model_.parameters[node.index].prior);
      case Op::kQuantity: return Value(model_.quantities[node.index].start);
      case Op::kDefinition: return Value(model_.definitions[node.index].value);
      case Op::kIssueIn:
        return (node.mask >> model_.issues[node.index].start & 1U) != 0 ? 1.0 : 0.0;
      case Op::kStateValue:
        return model_.state_tables[node.table.index()][model_.issues[node.index].start];
      default: break;
    }
    const int operands = model::OperandCount(node.op);
    if (operands == 0) return std::numeric_limits<double>::quiet_NaN();
    return model::ApplyOperation(node.op, Value(node.a), operands > 1 ? Value(node.b) : 0.0,
                                 operands > 2 ? Value(node.c) : 0.0);
  }

 private:
  const model::Model& model_;
};

}  // namespace

std::string NameOf(const model::Model& model, const ActClass& one) {
  std::string name = fmt::format("{} {} -> {}", one.hostile ? "hostile" : "cooperative",
                                 model.actors[one.by.index()].provenance.name,
                                 model.actors[one.toward.index()].provenance.name);
  if (one.track.valid()) name += ", " + model.tracks[one.track.index()].provenance.name;
  return name;
}

DeclaredLinkages LinkagesOf(const model::Model& model) {
  DeclaredLinkages made;
  const AtStart rest(model);
  std::vector<std::size_t> place(model.linkages.size());
  for (std::size_t l = 0; l < model.linkages.size(); ++l) {
    const model::Linkage& linkage = model.linkages[l];
    if (!linkage.between_acts) continue;
    place[l] = made.linkages.size();
    DeclaredLinkage one;
    one.linkage = model::LinkageId(l);
    one.raises = linkage.raises;
    one.strength = rest.Value(model.definitions[linkage.strength.index()].value);
    one.half_life_days = rest.Value(linkage.half_life_days);
    made.linkages.push_back(std::move(one));
  }
  for (const model::Happening& happening : model.happenings) {
    if (!happening.act) continue;
    const model::Act& act = *happening.act;
    const double weight = rest.Value(act.weight);
    if (weight == 0.0 || std::isnan(weight)) continue;
    for (const model::Feed& feed : happening.feeds) {
      const model::Pressure& pressure = model.pressures[feed.pressure.index()];
      DeclaredLinkage& linkage = made.linkages[place[pressure.linkage.index()]];
      const std::size_t to = ClassIndex(
          made.classes, {pressure.by, pressure.toward, pressure.track, pressure.hostile});
      for (const model::ActorId by : act.by) {
        for (const model::ActorId toward : act.toward) {
          if (by == toward) continue;
          const std::size_t from = ClassIndex(made.classes, {by, toward, act.track, weight < 0.0});
          const std::pair arc(from, to);
          if (std::find(linkage.arcs.begin(), linkage.arcs.end(), arc) == linkage.arcs.end()) {
            linkage.arcs.push_back(arc);
          }
        }
      }
    }
  }
  return made;
}

DeclaredLinkages WithoutTracks(const DeclaredLinkages& declared) {
  DeclaredLinkages made;
  std::vector<std::size_t> index;
  for (ActClass one : declared.classes) {
    one.track = {};
    index.push_back(ClassIndex(made.classes, one));
  }
  for (DeclaredLinkage linkage : declared.linkages) {
    std::vector<std::pair<std::size_t, std::size_t>> arcs;
    for (const auto& [from, to] : linkage.arcs) {
      const std::pair arc(index[from], index[to]);
      if (arc.first == arc.second || std::find(arcs.begin(), arcs.end(), arc) != arcs.end())
        continue;
      arcs.push_back(arc);
    }
    linkage.arcs = std::move(arcs);
    made.linkages.push_back(std::move(linkage));
  }
  return made;
}

std::string VerdictOf(const LinkageFinding& finding) {
  if (!finding.why_not.empty()) return "untested";
  if (finding.strength.low > 0.0) return "raises";
  return finding.strength.high < 0.0 ? "lowers" : "undecided";
}

Result<LinkageReport> FitLinkages(const DeclaredLinkages& declared, const DailyActs& acts,
                                  const std::vector<std::size_t>& level_of_day,
                                  const LinkageSettings& settings,
                                  const std::function<bool(std::size_t)>& go_on) {
  ENTENTE_CHECK(acts.dimensions == declared.classes.size());
  ENTENTE_CHECK(level_of_day.size() == acts.days);
  std::vector<double> counts(acts.dimensions, 0.0), marks(acts.dimensions, 0.0);
  for (std::size_t d = 0; d < acts.days; ++d) {
    for (std::size_t i = 0; i < acts.dimensions; ++i) {
      counts[i] += acts.Count(d, i);
      marks[i] += acts.Mark(d, i);
    }
  }
  // Only kinds with enough acts take part.
  std::vector<std::size_t> kept, index(acts.dimensions, acts.dimensions);
  for (std::size_t i = 0; i < acts.dimensions; ++i) {
    if (counts[i] < settings.fewest_acts) continue;
    index[i] = kept.size();
    kept.push_back(i);
  }
  LinkageReport report;
  report.days = acts.days;
  report.classes = kept.size();
  DailyActs used = DailyActs::Make(kept.size(), acts.days);
  used.marks.assign(used.counts.size(), 0.0);
  for (std::size_t d = 0; d < acts.days; ++d) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
      used.Count(d, i) = acts.Count(d, kept[i]);
      used.marks[d * kept.size() + i] = acts.Mark(d, kept[i]);
    }
  }

  DailyLaw law;
  law.negative_binomial = settings.negative_binomial;
  law.level_of_day = level_of_day;
  for (const std::size_t level : level_of_day) law.levels = std::max(law.levels, level + 1);
  std::vector<std::size_t> link_of(declared.linkages.size(), 0);
  for (std::size_t l = 0; l < declared.linkages.size(); ++l) {
    const DeclaredLinkage& one = declared.linkages[l];
    LinkageFinding finding;
    finding.declared = l;
    DailyLink link;
    std::vector<bool> from_seen(acts.dimensions), to_seen(acts.dimensions);
    for (const auto& [from, to] : one.arcs) {
      if (!from_seen[from]) finding.acts_from += counts[from];
      if (!to_seen[to]) finding.acts_to += counts[to];
      from_seen[from] = to_seen[to] = true;
      if (index[from] == acts.dimensions || index[to] == acts.dimensions) continue;
      link.arcs.emplace_back(index[from], index[to]);
    }
    if (one.arcs.empty()) {
      finding.why_not = "no act of the model feeds it";
    } else if (!(one.half_life_days > 0.0)) {
      finding.why_not = "its half-life depends on the state of the world";
    } else if (link.arcs.empty()) {
      finding.why_not =
          fmt::format("the record has fewer than {:.0f} acts of either kind", settings.fewest_acts);
    } else {
      link.decay = std::numbers::ln2 / one.half_life_days;
      link_of[l] = law.links.size();
      law.links.push_back(std::move(link));
    }
    report.findings.push_back(std::move(finding));
  }
  if (law.links.empty()) return report;
  // A kind that the model lets persist has that linkage instead.
  std::vector<bool> persists(kept.size());
  for (const DailyLink& link : law.links) {
    for (const auto& [from, to] : link.arcs) {
      if (from == to) persists[to] = true;
    }
  }
  std::size_t persistence[2] = {0, 0};  // cooperative, hostile; 0: no such kind
  for (const bool hostile : {false, true}) {
    DailyLink link;
    link.decay = std::numbers::ln2 / settings.persistence_half_life_days;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (declared.classes[kept[i]].hostile == hostile && !persists[i])
        link.arcs.emplace_back(i, i);
    }
    if (link.arcs.empty()) continue;
    persistence[hostile ? 1 : 0] = law.links.size();
    law.links.push_back(std::move(link));
  }
  const Result<DailyFit> fit = FitDaily(used, law);
  if (!fit) return tl::unexpected(fit.error());
  report.log_likelihood = fit->log_likelihood;

  // Mean bases over days, for the number of acts that an act breeds.
  std::vector<double> base(kept.size(), 0.0);
  for (const std::size_t level : level_of_day) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
      base[i] += fit->model.base[level * kept.size() + i] / static_cast<double>(acts.days);
    }
  }
  // Σ over targets of an average source, averaged over sources.
  const auto bred = [&](std::size_t link) {
    const DailyLink& one = law.links[link];
    double sum = 0.0;
    std::vector<bool> sources(kept.size());
    for (const auto& [from, to] : one.arcs) {
      sum += base[to] * marks[kept[from]] / counts[kept[from]];
      sources[from] = true;
    }
    const auto n = static_cast<double>(std::count(sources.begin(), sources.end(), true));
    return fit->model.strengths[link] * sum / n / one.decay;
  };
  if (persistence[0] > 0) report.persistence_cooperative = bred(persistence[0]);
  if (persistence[1] > 0) report.persistence_hostile = bred(persistence[1]);
  for (LinkageFinding& finding : report.findings) {
    if (!finding.why_not.empty()) continue;
    if (go_on && !go_on(finding.declared)) return Fail("stopped before all linkages were fitted");
    const std::size_t link = link_of[finding.declared];
    const auto strength = ProfileStrength(used, *fit, link, settings.level);
    if (!strength) return tl::unexpected(strength.error());
    finding.strength = *strength;
    finding.bred = bred(link);
  }
  return report;
}

}  // namespace entente::inference
