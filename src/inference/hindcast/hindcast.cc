#include "inference/hindcast/hindcast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/calendar.h"
#include "base/check.h"
#include "base/hash.h"

namespace entente::inference {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInterval = 0.9;
constexpr double kTailQuantile = 0.9;
constexpr std::size_t kBrierBins = 10;
constexpr std::size_t kFewest = 3;

// The chance of an event, kept from 0 and 1 by no more than rounding.
double ChanceOf(const Predictive& count, const Target& target) {
  return std::clamp(count.AtLeast(target.at_least), 0.0, 1.0);
}

// Forecasts of one cell as they come in: [occasion][forecaster].
struct Collected {
  std::vector<std::size_t> origins;
  std::vector<double> outcomes;  // counts
  std::vector<std::vector<Predictive>> forecasts;
};

// The 0.9 quantile of the months before the first origin: where the tail begins, known in advance.
double TailOf(const ActsRecord& record, const HindcastPlan& plan, const Target& target) {
  std::vector<double> counts;
  CivilDate month = CivilFromDayNumber(plan.origins.front());
  for (;;) {
    const std::int64_t to = DayNumber(month);
    month = AddMonths(month, -1);
    const double count = CountIn(record, target.series, {DayNumber(month), to});
    if (DayNumber(month) < record.first_day) break;
    if (!std::isnan(count)) counts.push_back(count);
  }
  return counts.empty() ? 0.0 : Predictive::Ensemble(counts).Quantile(kTailQuantile);
}

double ScoreOf(const Predictive& forecast, double outcome, const Target& target) {
  if (!target.event) return forecast.Crps(outcome);
  const double gap = ChanceOf(forecast, target) - (outcome >= target.at_least ? 1.0 : 0.0);
  return gap * gap;
}

ScoreRow CountRow(const Collected& all, std::size_t f, double tail, std::size_t pit_bins) {
  ScoreRow row;
  const double n = static_cast<double>(all.outcomes.size());
  std::vector<Predictive> forecasts;
  for (std::size_t k = 0; k < all.outcomes.size(); ++k) {
    const Predictive& forecast = all.forecasts[k][f];
    const double y = all.outcomes[k];
    row.score += forecast.Crps(y) / n;
    row.log_score += forecast.LogScore(static_cast<std::uint64_t>(y)) / n;
    row.tail_score += forecast.TwCrps(y, tail) / n;
    row.interval_score += forecast.IntervalScore(y, kInterval) / n;
    row.covered_50 += forecast.Covers(y, 0.5) ? 1.0 / n : 0.0;
    row.covered_90 += forecast.Covers(y, kInterval) ? 1.0 / n : 0.0;
    forecasts.push_back(forecast);
  }
  row.pit = NonRandomPitHistogram(forecasts, all.outcomes, pit_bins);
  row.auc = row.average_precision = kNaN;
  return row;
}

ScoreRow EventRow(const Collected& all, std::size_t f, const Target& target) {
  ScoreRow row;
  std::vector<double> p;
  std::vector<bool> y;
  for (std::size_t k = 0; k < all.outcomes.size(); ++k) {
    p.push_back(ChanceOf(all.forecasts[k][f], target));
    y.push_back(all.outcomes[k] >= target.at_least);
  }
  row.score = Brier(p, y);
  row.log_score = LogScore(p, y);
  row.tail_score = row.interval_score = row.covered_50 = row.covered_90 = kNaN;
  row.auc = Auc(p, y);
  row.average_precision = AveragePrecision(p, y);
  row.brier = DecomposeBrier(p, y, kBrierBins);
  return row;
}

HindcastCell::Occasion::Said SaidOf(const Predictive& forecast, double outcome,
                                    const Target& target) {
  HindcastCell::Occasion::Said said;
  said.score = ScoreOf(forecast, outcome, target);
  if (target.event) {
    said.mean = said.low = said.high = ChanceOf(forecast, target);
  } else {
    said.mean = forecast.Mean();
    said.low = forecast.Quantile(0.5 * (1.0 - kInterval));
    said.high = forecast.Quantile(0.5 * (1.0 + kInterval));
  }
  return said;
}

// Origins overlap in what they are scored on when the lead is longer than their distance.
std::size_t OverlapOf(const HindcastPlan& plan, int lead) {
  if (plan.origins.size() < 2) return 1;
  const double spacing = static_cast<double>(plan.origins[1] - plan.origins[0]) / kDaysPerMonth;
  return static_cast<std::size_t>(std::max(1.0, std::ceil(lead / spacing - 0.05)));
}

Comparison Compare(const std::vector<double>& subject, const std::vector<double>& other,
                   const HindcastPlan& plan, std::size_t overlap) {
  SkillSettings settings;
  settings.overlap = overlap;
  settings.level = plan.level;
  settings.resamples = plan.resamples;
  settings.seed = plan.seed;
  Comparison comparison{SkillScore(subject, other, settings), {}};
  if (subject.size() >= kFewest) comparison.test = TestEqualSkill(subject, other, overlap);
  return comparison;
}

std::vector<double> ScoresOf(const HindcastCell& cell, std::size_t f) {
  std::vector<double> scores;
  for (const HindcastCell::Occasion& occasion : cell.history) {
    scores.push_back(occasion.said[f].score);
  }
  return scores;
}

std::size_t BestBaseline(const std::vector<ForecasterInfo>& forecasters, auto score) {
  std::size_t best = 0;
  for (std::size_t f = 0; f < forecasters.size(); ++f) {
    if (!forecasters[f].baseline) continue;
    if (!forecasters[best].baseline || score(f) < score(best)) best = f;
  }
  return best;
}

HindcastCell MakeCell(const Collected& all, const HindcastPlan& plan, std::size_t target_index,
                      int lead, double tail, const std::vector<ForecasterInfo>& forecasters) {
  const Target& target = plan.targets[target_index];
  HindcastCell cell;
  cell.target = target_index;
  cell.lead_months = lead;
  cell.occasions = all.outcomes.size();
  for (std::size_t k = 0; k < all.outcomes.size(); ++k) {
    const double y = all.outcomes[k];
    HindcastCell::Occasion occasion{all.origins[k], y, {}};
    if (target.event) occasion.outcome = y >= target.at_least ? 1.0 : 0.0;
    cell.base_rate += occasion.outcome / static_cast<double>(all.outcomes.size());
    for (const Predictive& forecast : all.forecasts[k]) {
      occasion.said.push_back(SaidOf(forecast, y, target));
    }
    cell.history.push_back(std::move(occasion));
  }
  for (std::size_t f = 0; f < forecasters.size(); ++f) {
    cell.rows.push_back(target.event ? EventRow(all, f, target)
                                     : CountRow(all, f, tail, plan.pit_bins));
  }
  cell.best_baseline = BestBaseline(forecasters, [&](std::size_t f) { return cell.rows[f].score; });
  const std::vector<double> subject = ScoresOf(cell, 0);
  for (std::size_t f = 0; f < forecasters.size(); ++f) {
    cell.against.push_back(
        f == 0 ? Comparison{} : Compare(subject, ScoresOf(cell, f), plan, OverlapOf(plan, lead)));
  }
  return cell;
}

// Scores over all cells by origin, each in units of its cell's yardstick.
void Summarise(Hindcast& hindcast) {
  const std::size_t forecasters = hindcast.forecasters.size();
  std::size_t yardstick = 0;
  for (std::size_t f = 0; f < forecasters; ++f) {
    if (hindcast.forecasters[f].name == "climatology") yardstick = f;
  }
  const std::size_t origins = hindcast.plan.origins.size();
  std::vector<std::vector<double>> sums(forecasters, std::vector<double>(origins, 0.0));
  std::vector<double> cells(origins, 0.0);
  int longest = 1;
  for (const HindcastCell& cell : hindcast.cells) {
    longest = std::max(longest, cell.lead_months);
    const double unit = cell.rows[yardstick].score;
    if (!(unit > 0.0)) continue;  // it was never wrong: nothing to gain or lose there
    for (const HindcastCell::Occasion& occasion : cell.history) {
      cells[occasion.origin] += 1.0;
      for (std::size_t f = 0; f < forecasters; ++f) {
        sums[f][occasion.origin] += occasion.said[f].score / unit;
      }
    }
  }
  std::vector<std::vector<double>> scores(forecasters);
  std::vector<double> means(forecasters, 0.0);
  for (std::size_t f = 0; f < forecasters; ++f) {
    for (std::size_t o = 0; o < origins; ++o) {
      if (cells[o] == 0.0) continue;
      scores[f].push_back(sums[f][o] / cells[o]);
      means[f] += scores[f].back();
    }
  }
  hindcast.best_baseline =
      BestBaseline(hindcast.forecasters, [&](std::size_t f) { return means[f]; });
  hindcast.overall.assign(forecasters, {});
  for (std::size_t f = 1; f < forecasters && !scores[0].empty(); ++f) {
    hindcast.overall[f] =
        Compare(scores[0], scores[f], hindcast.plan, OverlapOf(hindcast.plan, longest));
  }
}

void AddReliability(Hindcast& hindcast) {
  for (std::size_t t = 0; t < hindcast.plan.targets.size(); ++t) {
    std::vector<double> p;
    std::vector<bool> y;
    for (const HindcastCell& cell : hindcast.cells) {
      if (cell.target != t || !hindcast.plan.targets[t].event) continue;
      for (const HindcastCell::Occasion& occasion : cell.history) {
        p.push_back(occasion.said[0].mean);
        y.push_back(occasion.outcome > 0.5);
      }
    }
    ReliabilitySettings settings;
    settings.seed = hindcast.plan.seed;
    hindcast.reliability.push_back(p.empty() ? std::vector<ReliabilityBin>{}
                                             : ReliabilityDiagram(p, y, settings));
  }
}

}  // namespace

std::vector<std::int64_t> MonthlyOrigins(std::int64_t first, std::int64_t last, int months) {
  ENTENTE_CHECK(months >= 1);
  CivilDate month = CivilFromDayNumber(first);
  month.day = 1;
  std::vector<std::int64_t> origins;
  for (; DayNumber(month) <= last; month = AddMonths(month, months)) {
    origins.push_back(DayNumber(month));
  }
  return origins;
}

std::string Verdict(const Hindcast& hindcast) {
  const Skill& skill = hindcast.overall[hindcast.best_baseline].skill;
  const std::string& best = hindcast.forecasters[hindcast.best_baseline].name;
  if (!skill.told()) {
    return fmt::format("the model scores {} than its best baseline ({}): skill {:+.3f}; {} origins in "
                       "blocks of {} are too few to say how sure that is",
                       skill.skill > 0.0 ? "better" : "no better", best, skill.skill,
                       skill.occasions, skill.block);
  }
  const char* verb = skill.better() ? "beats" : skill.worse() ? "is worse than" : "does not beat";
  return fmt::format("the model {} its best baseline ({}): skill {:+.3f} [{:+.3f}, {:+.3f}]", verb,
                     best, skill.skill, skill.low, skill.high);
}

Result<Hindcast> RunHindcast(const ActsRecord& record, const HindcastPlan& plan,
                             const Forecaster& subject, const std::vector<Forecaster>& baselines,
                             const std::function<bool(std::size_t)>& go_on) {
  if (plan.origins.empty() || plan.leads.empty() || plan.targets.empty()) {
    return Fail("a hindcast needs at least one origin, one lead and one target");
  }
  if (baselines.empty()) return Fail("a hindcast needs at least one baseline to compare with");
  Hindcast made;
  made.plan = plan;
  made.series = record.series;
  made.forecasters.push_back({subject.name, subject.summary, false});
  for (const Forecaster& baseline : baselines) {
    made.forecasters.push_back({baseline.name, baseline.summary, true});
  }
  // Targets on the same series share a question.
  std::vector<Question> questions;
  std::vector<std::size_t> question_of;  // by target × lead
  for (const Target& target : plan.targets) {
    for (const int lead : plan.leads) {
      std::size_t q = 0;
      while (q < questions.size() &&
             (questions[q].series != target.series || questions[q].lead_months != lead)) {
        ++q;
      }
      if (q == questions.size()) questions.push_back({target.series, lead, plan.cumulative});
      question_of.push_back(q);
    }
  }
  std::vector<Collected> collected(question_of.size());
  for (std::size_t o = 0; o < plan.origins.size(); ++o) {
    if (go_on && !go_on(o)) return Fail("the hindcast was stopped");
    const Past past(record, plan.origins[o]);
    const std::uint64_t seed =
        SplitMix64(plan.seed ^ static_cast<std::uint64_t>(plan.origins[o])) >> 8;
    // Only what can be scored is asked.
    std::vector<Question> asked;
    std::vector<std::size_t> place(questions.size());  // in `asked`
    std::vector<double> outcome_of;
    for (std::size_t q = 0; q < questions.size(); ++q) {
      outcome_of.push_back(
          CountIn(record, questions[q].series, WindowOf(questions[q], plan.origins[o])));
      place[q] = asked.size();
      if (!std::isnan(outcome_of[q])) asked.push_back(questions[q]);
    }
    std::vector<std::vector<Predictive>> said(1 + baselines.size());  // [forecaster][asked]
    for (std::size_t f = 0; f < said.size() && !asked.empty(); ++f) {
      said[f] = (f == 0 ? subject : baselines[f - 1]).forecast(past, asked, seed);
      ENTENTE_CHECK(said[f].size() == asked.size());
    }
    for (std::size_t c = 0; c < collected.size(); ++c) {
      const double outcome = outcome_of[question_of[c]];
      if (std::isnan(outcome)) {
        ++made.skipped;
        continue;
      }
      collected[c].origins.push_back(o);
      collected[c].outcomes.push_back(outcome);
      std::vector<Predictive>& row = collected[c].forecasts.emplace_back();
      for (const auto& answers : said) row.push_back(answers[place[question_of[c]]]);
    }
  }
  for (std::size_t t = 0; t < plan.targets.size(); ++t) {
    const double tail = TailOf(record, plan, plan.targets[t]);
    for (std::size_t l = 0; l < plan.leads.size(); ++l) {
      const Collected& all = collected[t * plan.leads.size() + l];
      if (all.outcomes.size() < kFewest) {
        return Fail(fmt::format(
            "`{}` at lead {} has {} outcomes in the record; at least {} are needed: choose earlier "
            "origins or shorter leads",
            plan.targets[t].name, plan.leads[l], all.outcomes.size(), kFewest));
      }
      made.cells.push_back(MakeCell(all, plan, t, plan.leads[l], tail, made.forecasters));
    }
  }
  Summarise(made);
  AddReliability(made);
  return made;
}

}  // namespace entente::inference
