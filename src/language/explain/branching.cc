#include "language/explain/branching.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "language/explain/dense.h"
#include "language/explain/evaluate.h"

namespace entente::language::explain {
namespace {

using model::ExprId;
using model::HappeningId;
using model::Model;
using model::Op;

const double kLn2 = std::log(2.0);
constexpr double kNegligible = 1e-9;
// Bounds on the work: rows of a dense solve, slopes to compute, acts of one loop.
constexpr std::size_t kMaxContinuous = 600;
constexpr double kMaxSlopes = 2e8;
constexpr double kMaxCells = 1e7;
constexpr std::size_t kMaxLoop = 200;

double Finite(double value) { return std::isfinite(value) ? value : 0.0; }

// The model linearised at its start. Continuous variables are pressures, then quantities.
class Linearisation {
 public:
  explicit Linearisation(const Model& model)
      : model_(model),
        start_(StartOf(model)),
        continuous_(model.pressures.size() + model.quantities.size()) {}

  // False if the model is beyond the bounds.
  bool Build();

  const std::vector<HappeningId>& acts() const { return acts_; }
  std::size_t continuous() const { return continuous_; }
  // Slope of the rate of act i by variable c.
  double Slope(std::size_t i, std::size_t c) const { return slopes_->at(i, c); }
  // What act j adds to the integral of c over time, directly and by way of others.
  double Direct(std::size_t c, std::size_t j) const { return direct_->at(c, j); }
  double Total(std::size_t c, std::size_t j) const { return total_->at(c, j); }
  bool IsPressure(std::size_t c) const { return c < model_.pressures.size(); }

 private:
  void FindActs();
  std::vector<ExprId> Roots() const;
  double At(ExprId id, double otherwise) const {
    return id.valid() ? values_[id.index()] : otherwise;
  }
  void AddJumps(const std::vector<model::Effect>& effects, double share, std::size_t act);
  void FindJumps();
  void FindSlopes();
  std::vector<HappeningId> FormsOf(const model::Outlet& outlet) const;
  double PartOf(const model::Outlet& outlet, std::size_t k) const;
  void ReadSlopes(std::size_t c, const std::vector<double>& derivatives, Matrix& moves);

  const Model& model_;
  const Point start_;
  const std::size_t continuous_;
  std::vector<HappeningId> acts_;
  std::vector<std::size_t> act_of_;  // by happening; acts_.size() if it is none
  std::vector<ExprId> order_;
  std::vector<double> values_;
  std::vector<double> lasting_;  // by variable: the integral of a unit jump, days
  std::vector<double> decay_;    // of quantities: per day, by relaxation
  std::optional<Matrix> slopes_, direct_, total_;
};

void Linearisation::FindActs() {
  act_of_.assign(model_.happenings.size(), model_.happenings.size());
  for (const model::Channel& channel : model_.channels) {
    for (const HappeningId id : FormsOf(channel.outlet)) {
      if (act_of_[id.index()] != model_.happenings.size()) continue;
      act_of_[id.index()] = acts_.size();
      acts_.push_back(id);
    }
  }
}

// What an outlet may bring about: one happening, or the alternatives of a chance.
std::vector<HappeningId> Linearisation::FormsOf(const model::Outlet& outlet) const {
  if (outlet.happening.valid()) return {outlet.happening};
  std::vector<HappeningId> forms;
  if (!outlet.chance.valid()) return forms;
  for (const model::ChanceOption& option : model_.chances[outlet.chance.index()].options) {
    forms.push_back(option.happening);
  }
  return forms;
}

// The probability at rest that it brings about the k-th of them.
double Linearisation::PartOf(const model::Outlet& outlet, std::size_t k) const {
  if (!outlet.chance.valid()) return 1.0;
  const auto& options = model_.chances[outlet.chance.index()].options;
  double sum = 0.0;
  for (const model::ChanceOption& option : options) sum += At(option.odds, 0.0);
  return sum > 0.0 ? At(options[k].odds, 0.0) / sum : 0.0;
}

std::vector<ExprId> Linearisation::Roots() const {
  std::vector<ExprId> roots;
  const auto effects = [&](const std::vector<model::Effect>& list) {
    for (const model::Effect& effect : list) {
      roots.insert(roots.end(), {effect.value, effect.guard, effect.probability});
    }
  };
  for (const model::Channel& channel : model_.channels) {
    for (const model::HazardTerm& term : channel.terms) {
      roots.insert(roots.end(), {term.rate_per_day, term.guard});
    }
    if (!channel.outlet.chance.valid()) continue;
    for (const model::ChanceOption& option :
         model_.chances[channel.outlet.chance.index()].options) {
      roots.push_back(option.odds);
    }
  }
  for (const model::Quantity& quantity : model_.quantities) {
    if (quantity.relaxation) {
      roots.push_back(quantity.relaxation->target);
      roots.push_back(quantity.relaxation->half_life_days);
    }
    for (const model::Drift& drift : quantity.drifts) {
      roots.insert(roots.end(), {drift.rate_per_day, drift.guard});
    }
  }
  for (const model::Pressure& pressure : model_.pressures) {
    roots.push_back(pressure.half_life_days);
  }
  for (const HappeningId id : acts_) {
    const model::Happening& happening = model_.happenings[id.index()];
    for (const model::Feed& feed : happening.feeds) roots.push_back(feed.amount);
    effects(happening.effects);
    for (const model::Reaction& reaction : happening.reactions) {
      roots.push_back(reaction.guard);
      effects(reaction.effects);
    }
  }
  return roots;
}

// What an effect list adds to variables at once; `share` is the chance that it runs.
void Linearisation::AddJumps(const std::vector<model::Effect>& effects, double share,
                             std::size_t act) {
  for (const model::Effect& effect : effects) {
    const double chance = share * At(effect.probability, 1.0) * (At(effect.guard, 1.0) != 0.0);
    const double value = At(effect.value, 0.0);
    if (effect.kind == model::EffectKind::kExcite) {
      direct_->at(effect.pressure.index(), act) += Finite(chance * value);
      continue;
    }
    if (effect.kind == model::EffectKind::kMove) continue;
    const std::size_t c = model_.pressures.size() + effect.quantity.index();
    const double now = start_.quantities[effect.quantity.index()];
    double jump = 0.0;
    if (effect.kind == model::EffectKind::kSet) jump = value - now;
    if (effect.kind == model::EffectKind::kIncrease) jump = value;
    if (effect.kind == model::EffectKind::kDecrease) jump = -value;
    if (effect.kind == model::EffectKind::kScale) jump = (value - 1.0) * now;
    direct_->at(c, act) += Finite(chance * jump);
  }
}

void Linearisation::FindJumps() {
  direct_.emplace(continuous_, acts_.size());
  for (std::size_t j = 0; j < acts_.size(); ++j) {
    const model::Happening& happening = model_.happenings[acts_[j].index()];
    for (const model::Feed& feed : happening.feeds) {
      direct_->at(feed.pressure.index(), j) += Finite(At(feed.amount, 0.0));
    }
    AddJumps(happening.effects, 1.0, j);
    for (const model::Reaction& reaction : happening.reactions) {
      AddJumps(reaction.effects, At(reaction.guard, 1.0) != 0.0 ? 1.0 : 0.0, j);
    }
  }
}

// Slopes of rates by variable c into slopes_, of other variables' motion into `moves` (per day).
void Linearisation::ReadSlopes(std::size_t c, const std::vector<double>& derivatives,
                               Matrix& moves) {
  const auto slope = [&](ExprId id) { return id.valid() ? Finite(derivatives[id.index()]) : 0.0; };
  for (const model::Channel& channel : model_.channels) {
    const std::vector<HappeningId> forms = FormsOf(channel.outlet);
    if (forms.empty()) continue;
    if (channel.issue.valid() && channel.from != model::kAnyState &&
        start_.states[channel.issue.index()] != channel.from) {
      continue;
    }
    for (const model::HazardTerm& term : channel.terms) {
      if (At(term.guard, 1.0) == 0.0 || At(term.rate_per_day, 0.0) < 0.0) continue;
      for (std::size_t k = 0; k < forms.size(); ++k) {
        slopes_->at(act_of_[forms[k].index()], c) +=
            slope(term.rate_per_day) * PartOf(channel.outlet, k);
      }
    }
  }
  for (std::size_t q = 0; q < model_.quantities.size(); ++q) {
    const model::Quantity& quantity = model_.quantities[q];
    double moved = 0.0;
    if (quantity.relaxation) moved += decay_[q] * slope(quantity.relaxation->target);
    for (const model::Drift& drift : quantity.drifts) {
      if (At(drift.guard, 1.0) != 0.0) moved += slope(drift.rate_per_day);
    }
    moves.at(model_.pressures.size() + q, c) = moved;
  }
}

void Linearisation::FindSlopes() {
  slopes_.emplace(acts_.size(), continuous_);
  Matrix moves(continuous_, continuous_);
  std::vector<double> derivatives(model_.expressions.size(), 0.0);
  const std::size_t pressures = model_.pressures.size();
  for (std::size_t c = 0; c < continuous_; ++c) {
    const Op leaf = IsPressure(c) ? Op::kPressure : Op::kQuantity;
    const auto index = static_cast<std::uint32_t>(IsPressure(c) ? c : c - pressures);
    Differentiate(model_, order_, values_, leaf, index, derivatives);
    ReadSlopes(c, derivatives, moves);
  }
  lasting_.assign(continuous_, 0.0);
  const double horizon = model_.time.horizon_days;
  for (std::size_t c = 0; c < continuous_; ++c) {
    const double decay =
        IsPressure(c) ? kLn2 / At(model_.pressures[c].half_life_days, 1.0)
                      : decay_[c - pressures] - moves.at(c, c);
    lasting_[c] = decay > 0.0 ? std::min(1.0 / decay, horizon) : horizon;
    moves.at(c, c) = 0.0;
  }
  // (I − M_cc) X = jumps, each row times how long it lasts.
  Matrix system(continuous_, continuous_);
  for (std::size_t c = 0; c < continuous_; ++c) {
    for (std::size_t d = 0; d < continuous_; ++d) {
      system.at(c, d) = (c == d ? 1.0 : 0.0) - lasting_[c] * moves.at(c, d);
    }
    for (std::size_t j = 0; j < acts_.size(); ++j) direct_->at(c, j) *= lasting_[c];
  }
  total_ = Solve(std::move(system), *direct_);
}

bool Linearisation::Build() {
  FindActs();
  if (continuous_ > kMaxContinuous) return false;
  order_ = OrderOf(model_, Roots());
  if (static_cast<double>(order_.size()) * static_cast<double>(continuous_) > kMaxSlopes ||
      static_cast<double>(acts_.size()) * static_cast<double>(continuous_) > kMaxCells) {
    return false;
  }
  values_.assign(model_.expressions.size(), 0.0);
  Evaluate(model_, start_, order_, values_);
  for (const model::Quantity& quantity : model_.quantities) {
    const double half_life =
        quantity.relaxation ? At(quantity.relaxation->half_life_days, 0.0) : 0.0;
    decay_.push_back(half_life > 0.0 ? kLn2 / half_life : 0.0);
  }
  FindJumps();
  FindSlopes();
  return true;
}

// ---- loops -----------------------------------------------------------------------------------

using Sparse = std::vector<std::vector<std::pair<std::size_t, double>>>;  // by column j: (i, K_ij)

// The parts of a graph in which everything leads to everything (Tarjan 1972), without recursion.
// Parts of one node count only if it leads to itself.
std::vector<std::vector<std::size_t>> StrongParts(const Sparse& offspring) {
  const std::size_t n = offspring.size();
  std::vector<std::size_t> number(n, n), low(n, 0);
  std::vector<bool> open(n, false);
  std::vector<std::size_t> path;
  std::vector<std::vector<std::size_t>> parts;
  std::size_t next = 0;
  struct Frame {
    std::size_t node, edge;
  };
  for (std::size_t root = 0; root < n; ++root) {
    if (number[root] != n) continue;
    std::vector<Frame> stack = {{root, 0}};
    while (!stack.empty()) {
      Frame& frame = stack.back();
      const std::size_t node = frame.node;
      if (frame.edge == 0) {
        number[node] = low[node] = next++;
        path.push_back(node);
        open[node] = true;
      }
      if (frame.edge < offspring[node].size()) {
        const std::size_t child = offspring[node][frame.edge++].first;
        if (number[child] == n) {
          stack.push_back({child, 0});
        } else if (open[child]) {
          low[node] = std::min(low[node], number[child]);
        }
        continue;
      }
      stack.pop_back();
      if (!stack.empty()) low[stack.back().node] = std::min(low[stack.back().node], low[node]);
      if (low[node] != number[node]) continue;
      std::vector<std::size_t> part;
      while (true) {
        const std::size_t member = path.back();
        path.pop_back();
        open[member] = false;
        part.push_back(member);
        if (member == node) break;
      }
      const bool itself = std::any_of(offspring[node].begin(), offspring[node].end(),
                                      [&](const auto& edge) { return edge.first == node; });
      if (part.size() > 1 || itself) parts.push_back(std::move(part));
    }
  }
  for (auto& part : parts) std::sort(part.begin(), part.end());
  std::sort(parts.begin(), parts.end());
  return parts;
}

class LoopFinder {
 public:
  LoopFinder(const Model& model, const Linearisation& linear) : model_(model), linear_(linear) {}

  std::vector<BranchingLoop> Run() {
    std::vector<BranchingLoop> loops;
    std::map<std::string, std::vector<std::size_t>> families;
    std::vector<std::string> order;
    for (std::size_t p = 0; p < model_.pressures.size(); ++p) {
      const std::string& family = FamilyOf(p);
      if (families[family].empty()) order.push_back(family);
      families[family].push_back(p);
    }
    for (const std::string& family : order) AddAlone(families[family], loops);
    AddTogether(loops);
    return loops;
  }
  // Whether a loop was left out because it has too many acts.
  bool too_large() const { return too_large_; }

 private:
  const std::string& FamilyOf(std::size_t pressure) const {
    const model::LinkageId id = model_.pressures[pressure].linkage;
    return model_.linkages[id.index()].provenance.family;
  }
  // K by way of the variables given, or of all with their effects on one another.
  Sparse Offspring(const std::vector<std::size_t>* through) const;
  double RatioOf(const Sparse& offspring, const std::vector<std::size_t>& part) const;
  BranchingLoop LoopOf(const Sparse& offspring, const std::vector<std::size_t>& part,
                       const std::vector<std::size_t>* through) const;
  void AddAlone(const std::vector<std::size_t>& pressures, std::vector<BranchingLoop>& loops);
  void AddTogether(std::vector<BranchingLoop>& loops);

  const Model& model_;
  const Linearisation& linear_;
  bool too_large_ = false;
};

Sparse LoopFinder::Offspring(const std::vector<std::size_t>* through) const {
  const std::size_t n = linear_.acts().size();
  std::vector<std::size_t> variables;
  if (through != nullptr) {
    variables = *through;
  } else {
    for (std::size_t c = 0; c < linear_.continuous(); ++c) variables.push_back(c);
  }
  // Who reads each variable, so that the product stays sparse.
  std::vector<std::vector<std::pair<std::size_t, double>>> readers(linear_.continuous());
  for (const std::size_t c : variables) {
    for (std::size_t i = 0; i < n; ++i) {
      if (linear_.Slope(i, c) != 0.0) readers[c].emplace_back(i, linear_.Slope(i, c));
    }
  }
  Sparse offspring(n);
  std::vector<double> bred(n, 0.0);
  for (std::size_t j = 0; j < n; ++j) {
    std::fill(bred.begin(), bred.end(), 0.0);
    bool any = false;
    for (const std::size_t c : variables) {
      const double added = through != nullptr ? linear_.Direct(c, j) : linear_.Total(c, j);
      if (added == 0.0) continue;
      any = true;
      for (const auto& [i, slope] : readers[c]) bred[i] += slope * added;
    }
    if (!any) continue;
    for (std::size_t i = 0; i < n; ++i) {
      if (std::fabs(bred[i]) > kNegligible) offspring[j].emplace_back(i, bred[i]);
    }
  }
  return offspring;
}

double LoopFinder::RatioOf(const Sparse& offspring, const std::vector<std::size_t>& part) const {
  Matrix block(part.size(), part.size());
  for (std::size_t j = 0; j < part.size(); ++j) {
    for (const auto& [i, value] : offspring[part[j]]) {
      const auto place = std::lower_bound(part.begin(), part.end(), i);
      if (place == part.end() || *place != i) continue;
      block.at(static_cast<std::size_t>(place - part.begin()), j) = value;
    }
  }
  return LargestRealPart(block);
}

BranchingLoop LoopFinder::LoopOf(const Sparse& offspring, const std::vector<std::size_t>& part,
                                 const std::vector<std::size_t>* through) const {
  BranchingLoop loop;
  loop.ratio = RatioOf(offspring, part);
  for (const std::size_t i : part) loop.acts.push_back(linear_.acts()[i]);
  std::set<std::string> seen;
  for (std::size_t c = 0; c < linear_.continuous(); ++c) {
    if (through != nullptr && std::find(through->begin(), through->end(), c) == through->end()) {
      continue;
    }
    const auto reads = [&](std::size_t i) { return linear_.Slope(i, c) != 0.0; };
    const auto adds = [&](std::size_t j) {
      return std::fabs(through != nullptr ? linear_.Direct(c, j) : linear_.Total(c, j)) >
             kNegligible;
    };
    if (!std::any_of(part.begin(), part.end(), reads)) continue;
    if (!std::any_of(part.begin(), part.end(), adds)) continue;
    if (linear_.IsPressure(c)) {
      const model::Linkage& linkage = model_.linkages[model_.pressures[c].linkage.index()];
      if (!seen.insert(linkage.provenance.family).second) continue;
      if (loop.linkages.empty()) loop.span = linkage.provenance.span;
      loop.linkages.push_back(linkage.provenance.family);
    } else {
      const auto& quantity = model_.quantities[c - model_.pressures.size()].provenance;
      if (seen.insert(quantity.family).second) loop.quantities.push_back(quantity.family);
    }
  }
  return loop;
}

void LoopFinder::AddAlone(const std::vector<std::size_t>& pressures,
                          std::vector<BranchingLoop>& loops) {
  const Sparse offspring = Offspring(&pressures);
  std::optional<BranchingLoop> strongest;
  for (const auto& part : StrongParts(offspring)) {
    if (part.size() > kMaxLoop) {
      too_large_ = true;
      continue;
    }
    BranchingLoop loop = LoopOf(offspring, part, &pressures);
    if (!strongest || loop.ratio > strongest->ratio) strongest = std::move(loop);
  }
  if (!strongest || !(strongest->ratio > kNegligible)) return;
  strongest->alone = true;
  loops.push_back(std::move(*strongest));
}

void LoopFinder::AddTogether(std::vector<BranchingLoop>& loops) {
  const Sparse offspring = Offspring(nullptr);
  for (const auto& part : StrongParts(offspring)) {
    if (part.size() > kMaxLoop) {
      too_large_ = true;
      continue;
    }
    BranchingLoop loop = LoopOf(offspring, part, nullptr);
    if (loop.linkages.empty() || !(loop.ratio > kNegligible)) continue;
    // The loop of one linkage by itself stands in the list already.
    const bool known = loop.quantities.empty() && loop.linkages.size() == 1 &&
                       std::any_of(loops.begin(), loops.end(), [&](const BranchingLoop& other) {
                         return other.alone && other.linkages == loop.linkages;
                       });
    if (!known) loops.push_back(std::move(loop));
  }
}

}  // namespace

Branching BranchingOf(const Model& model) {
  Branching branching;
  if (model.pressures.empty()) return branching;
  Linearisation linear(model);
  if (!linear.Build()) {
    branching.too_large = true;
    return branching;
  }
  LoopFinder finder(model, linear);
  branching.loops = finder.Run();
  branching.too_large = finder.too_large();
  return branching;
}

std::string NameOf(const BranchingLoop& loop) {
  constexpr std::size_t kShown = 4;
  const auto list = [&](const std::vector<std::string>& names) {
    std::vector<std::string> shown(names.begin(),
                                   names.begin() + static_cast<std::ptrdiff_t>(
                                                       std::min(kShown, names.size())));
    std::string text = fmt::format("{}", fmt::join(shown, ", "));
    if (names.size() > kShown) text += fmt::format(" and {} more", names.size() - kShown);
    return text;
  };
  if (loop.quantities.empty()) return list(loop.linkages);
  return list(loop.linkages) + " by way of " + list(loop.quantities);
}

std::string DescribeBranching(const Model& model, const Branching& branching) {
  std::string text;
  if (branching.too_large) {
    text = "branching ratios: loops of very many acts or quantities are not computed\n";
  }
  if (branching.loops.empty()) return text;
  text += "branching ratios at the start (further acts that one act breeds):\n";
  for (const BranchingLoop& loop : branching.loops) {
    text += fmt::format("  {:.3f}  {}{}\n", loop.ratio, NameOf(loop),
                        loop.alone ? "" : " (together)");
    std::set<std::string> families;
    for (const HappeningId id : loop.acts) {
      families.insert(model.happenings[id.index()].provenance.family);
    }
    text += fmt::format("         acts: {}\n", fmt::join(families, ", "));
  }
  return text;
}

}  // namespace entente::language::explain
