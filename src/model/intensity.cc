#include "model/intensity.h"

#include <algorithm>
#include <vector>

namespace entente::model {
namespace {

class Writer {
 public:
  explicit Writer(Model& model) : model_(model), pool_(model.expressions) {
    by_happening_.resize(model.happenings.size());
    for (std::size_t i = 0; i < model.channels.size(); ++i) {
      const Outlet& outlet = model.channels[i].outlet;
      if (outlet.happening.valid()) Enter(outlet.happening, i);
      if (outlet.chance.valid()) {
        for (const auto& option : model.chances[outlet.chance.index()].options) {
          Enter(option.happening, i);
        }
      }
      if (outlet.decision.valid()) {
        for (const auto& option : model.decisions[outlet.decision.index()].options) {
          if (option.happening.valid()) Enter(option.happening, i);
        }
      }
    }
  }

  void Write(const Intensity& intensity) {
    std::vector<std::size_t> channels;
    for (const Intensity::Part& part : intensity.parts) {
      const auto& its = by_happening_[part.act.index()];
      channels.insert(channels.end(), its.begin(), its.end());
    }
    std::sort(channels.begin(), channels.end());
    channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
    ExprId sum = Number(0.0);
    for (const std::size_t i : channels)
      sum = pool_.Add(sum, RateOf(model_.channels[i], intensity));
    model_.definitions[intensity.value.index()].value = sum;
  }

 private:
  void Enter(HappeningId id, std::size_t channel) {
    std::vector<std::size_t>& channels = by_happening_[id.index()];
    if (channels.empty() || channels.back() != channel) channels.push_back(channel);
  }
  ExprId Number(double value) { return pool_.Constant(value); }
  ExprId While(ExprId guard, ExprId value) {
    return guard.valid() ? pool_.Select(guard, value, Number(0.0)) : value;
  }

  // `value` if the happening is one of the acts meant, while it is; else 0.
  ExprId Of(HappeningId id, const Intensity& intensity, ExprId value) {
    const auto place = std::lower_bound(intensity.parts.begin(), intensity.parts.end(), id,
                                        [](const Intensity::Part& part, HappeningId one) {
                                          return part.act.index() < one.index();
                                        });
    if (place == intensity.parts.end() || place->act != id) return Number(0.0);
    return While(place->guard, value);
  }

  ExprId RateOf(const Channel& channel, const Intensity& intensity) {
    ExprId rate = Number(0.0);
    for (const HazardTerm& term : channel.terms) {
      rate = pool_.Add(rate, While(term.guard, term.rate_per_day));
    }
    rate = pool_.Binary(Op::kMax, Number(0.0), rate);
    if (channel.issue.valid()) {
      rate = While(pool_.IssueIn(channel.issue, StateMask{1} << channel.from), rate);
    }
    const Outlet& outlet = channel.outlet;
    if (outlet.chance.valid()) {
      return pool_.Multiply(rate, ShareOf(model_.chances[outlet.chance.index()], intensity));
    }
    if (outlet.decision.valid()) {
      return pool_.Multiply(rate, ShareOf(model_.decisions[outlet.decision.index()], intensity));
    }
    return Of(outlet.happening, intensity, rate);
  }

  // The probability that a draw gives one of the acts.
  ExprId ShareOf(const Chance& chance, const Intensity& intensity) {
    ExprId meant = Number(0.0);
    ExprId total = Number(0.0);
    for (const ChanceOption& option : chance.options) {
      meant = pool_.Add(meant, Of(option.happening, intensity, option.odds));
      total = pool_.Add(total, option.odds);
    }
    return Ratio(meant, total);
  }

  // The probability that the choice is one of the acts: exp(rationality × (utility − the largest)),
  // normalised, over the options that are available.
  ExprId ShareOf(const Decision& decision, const Intensity& intensity) {
    ExprId largest = Number(-1e300);
    for (const DecisionOption& option : decision.options) {
      const ExprId utility = option.guard.valid()
                                 ? pool_.Select(option.guard, option.utility, Number(-1e300))
                                 : option.utility;
      largest = pool_.Binary(Op::kMax, largest, utility);
    }
    ExprId meant = Number(0.0);
    ExprId total = Number(0.0);
    for (const DecisionOption& option : decision.options) {
      const ExprId distance = pool_.Binary(Op::kSubtract, option.utility, largest);
      const ExprId size = While(
          option.guard, pool_.Unary(Op::kExp, pool_.Multiply(decision.rationality, distance)));
      total = pool_.Add(total, size);
      if (option.happening.valid()) {
        meant = pool_.Add(meant, Of(option.happening, intensity, size));
      }
    }
    return Ratio(meant, total);
  }

  // 0 where nothing can be drawn or chosen.
  ExprId Ratio(ExprId part, ExprId whole) {
    const ExprId some = pool_.Binary(Op::kLess, Number(0.0), whole);
    const ExprId safe = pool_.Select(some, whole, Number(1.0));
    return pool_.Select(some, pool_.Binary(Op::kDivide, part, safe), Number(0.0));
  }

  Model& model_;
  ExpressionPool& pool_;
  std::vector<std::vector<std::size_t>> by_happening_;
};

}  // namespace

void WriteIntensities(Model& model) {
  if (model.intensities.empty()) return;
  Writer writer(model);
  for (const Intensity& intensity : model.intensities) writer.Write(intensity);
}

}  // namespace entente::model
