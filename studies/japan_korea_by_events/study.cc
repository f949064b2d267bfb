// The study: reads the record, chooses what is chosen on 2008–2011, fits up to 2011, hindcasts
// 2012–2015 against every baseline. Writes text, JSON and pictures. Usage:
// study_japan_korea_by_events STORE OUT_FOLDER
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/calendar.h"
#include "inference/baselines/baselines.h"
#include "inference/hawkes/fit.h"
#include "inference/hindcast/acts_of_store.h"
#include "inference/hindcast/hindcast.h"
#include "japan_korea_by_events/dyad.h"
#include "report/charts/hindcast_svg.h"
#include "report/data/hindcast_json.h"
#include "report/text/hindcast.h"

namespace entente::studies {
namespace {

using namespace inference;  // NOLINT: a program's own file

const std::int64_t kFirstDay = DayNumber({2005, 1, 2});
const std::int64_t kLastDay = DayNumber({2015, 12, 31});
const std::int64_t kFitted = DayNumber({2012, 1, 1});
const std::vector<int> kLeads = {1, 3, 6, 12};

Result<ActsRecord> FourSeries(const record::Store& store) {
  const std::vector<std::string> conflict = {"verbal_conflict", "material_conflict"};
  const std::vector<std::string> cooperation = {"verbal_cooperation", "material_cooperation"};
  std::vector<SeriesWish> wishes;
  for (const auto& [from, to] : {std::pair("JPN", "KOR"), std::pair("KOR", "JPN")}) {
    for (const bool hostile : {true, false}) {
      SeriesWish wish;
      wish.name = fmt::format("{} to {}, {}", from, to, hostile ? "conflict" : "cooperation");
      wish.query.from = from;
      wish.query.to = to;
      wish.query.categories = hostile ? conflict : cooperation;
      wishes.push_back(std::move(wish));
    }
  }
  auto record = ReadActs(store, wishes, kFirstDay, kLastDay);
  if (record) record->acts.marks.clear();  // acts count by number here
  return record;
}

HindcastPlan PlanFor(int first_year, int last_year, const ActsRecord& record) {
  HindcastPlan plan;
  plan.origins = MonthlyOrigins(DayNumber({first_year, 1, 1}), DayNumber({last_year, 12, 1}));
  plan.leads = kLeads;
  for (std::size_t i = 0; i < record.series.size(); ++i) {
    plan.targets.push_back({record.series[i], {i}, false, 1.0});
  }
  return plan;
}

void AddEventTargets(const ActsRecord& record, HindcastPlan& plan) {
  // "Much more than usual": above the 0.8 quantile of the months up to 2011.
  const DailyActs months = MonthlyCells(Past(record, kFitted));
  for (const std::size_t i : {kJapanConflict, kKoreaConflict}) {
    std::vector<double> counts;
    for (std::size_t k = 0; k < months.days; ++k) counts.push_back(months.Count(k, i));
    const double much = Predictive::Ensemble(counts).Quantile(0.8) + 1.0;
    plan.targets.push_back(
        {fmt::format("{}: {} acts or more", record.series[i], much), {i}, true, much});
  }
}

// Level half-life and drift, by the mean score on 2008–2011 with fits up to each year's beginning.
Result<DyadSettings> Choose(const ActsRecord& whole) {
  const ActsRecord record = Past(whole, kFitted).record();
  const HindcastPlan plan = PlanFor(2008, 2011, record);
  std::vector<Forecaster> yardstick;
  for (const Forecaster& baseline : Baselines()) {
    if (baseline.name == "climatology") yardstick.push_back(baseline);
  }
  DyadSettings best;
  double lowest = 1e300;
  fmt::print(
      "Chosen on 2008–2011: skill against climatology by level half-life (months) and drift\n");
  for (const double half_life : {6.0, 8.0, 12.0}) {
    for (const double drift : {0.0, 0.1, 0.15, 0.2, 0.3}) {
      DyadSettings settings;
      settings.level_half_life = half_life;
      settings.drift = drift;
      std::vector<std::pair<std::int64_t, Forecaster>> yearly;
      for (int year = 2008; year <= 2011; ++year) {
        const std::int64_t start = DayNumber({year, 1, 1});
        const auto fit = FitDyad(Past(record, start), settings);
        if (!fit) return tl::unexpected(fit.error());
        yearly.emplace_back(start, DyadForecaster(*fit, settings));
      }
      const Forecaster refitted{
          "dyad", "refitted each year",
          [&](const Past& past, std::span<const Question> questions, std::uint64_t seed) {
            std::size_t y = 0;
            while (y + 1 < yearly.size() && yearly[y + 1].first <= past.origin()) {
              ++y;
            }
            return yearly[y].second.forecast(past, questions, seed);
          }};
      const auto made = RunHindcast(record, plan, refitted, yardstick);
      if (!made) return tl::unexpected(made.error());
      const Skill& skill = made->overall[1].skill;
      fmt::print("  {:4.0f}  {:4.2f}  {:+.4f}\n", half_life, drift, skill.skill);
      if (skill.score < lowest) {
        lowest = skill.score;
        best = settings;
      }
    }
  }
  fmt::print("  taken: {:.0f} months, {:.2f}\n\n", best.level_half_life, best.drift);
  return best;
}

// What was fitted, with profile-likelihood intervals and likelihood ratios against no such link.
Result<std::string> FitText(const DailyFit& fit, const ActsRecord& record) {
  std::string text = "Fitted to 2005-02 … 2011-12 (monthly cells, negative binomial)\n";
  const std::size_t last = (fit.model.law.levels - 1) * fit.model.dimensions;
  for (std::size_t i = 0; i < fit.model.dimensions; ++i) {
    text += fmt::format("  {:<26} base {:6.2f} a month (last two years), size {:.2f}\n",
                        record.series[i], fit.model.base[last + i], fit.model.sizes[i]);
  }
  DailyFitSettings raising;
  raising.lowest = 0.0;
  const DailyActs cells = MonthlyCells(Past(record, kFitted));
  for (std::size_t k = 0; k < fit.model.strengths.size(); ++k) {
    const auto found = ProfileStrength(cells, fit, k, 0.95, raising);
    if (!found) return tl::unexpected(found.error());
    text +=
        fmt::format("  {:<12} strength {:.4f} [{:.4f}, {:.4f}] an act, p {:.3f} ({})\n",
                    DyadLinks()[k].name, found->estimate, std::max(found->low, 0.0), found->high,
                    BoundaryPValue(found->likelihood_ratio, 1), DyadLinks()[k].title);
  }
  return text;
}

bool Write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return static_cast<bool>(file.flush());
}

int Run(const std::string& store_path, const std::filesystem::path& out) {
  const auto fail = [](const Error& error) {
    fmt::print(stderr, "error: {}\n", error.message);
    return 3;
  };
  const auto store = record::Store::Open(store_path, record::Access::kRead);
  if (!store) return fail(store.error());
  const auto record = FourSeries(*store);
  if (!record) return fail(record.error());
  std::filesystem::create_directories(out);

  const auto settings = Choose(*record);
  if (!settings) return fail(settings.error());
  const auto fit = FitDyad(Past(*record, kFitted), *settings);
  if (!fit) return fail(fit.error());
  const auto fitted = FitText(*fit, *record);
  if (!fitted) return fail(fitted.error());
  fmt::print("{}\n", *fitted);

  HindcastPlan plan = PlanFor(2012, 2015, *record);
  AddEventTargets(*record, plan);
  const auto hindcast = RunHindcast(*record, plan, DyadForecaster(*fit, *settings), Baselines());
  if (!hindcast) return fail(hindcast.error());
  const std::string text = report::HindcastText(*hindcast, {});
  fmt::print("{}\n", text);

  bool written = Write(out / "fit.txt", *fitted) && Write(out / "hindcast.txt", text) &&
                 Write(out / "hindcast.json", report::HindcastJson(*hindcast, false)) &&
                 Write(out / "skill_1_month.svg", report::SkillSvg(*hindcast, 1)) &&
                 Write(out / "skill_12_months.svg", report::SkillSvg(*hindcast, 12));
  const char* names[] = {"japan_conflict", "japan_cooperation", "korea_conflict",
                         "korea_cooperation"};
  for (const HindcastCell& cell : hindcast->cells) {
    if (cell.target < 4 && cell.lead_months == 1) {
      written = written && Write(out / fmt::format("{}.svg", names[cell.target]),
                                 report::HistorySvg(*hindcast, cell));
    }
  }
  for (std::size_t t = 4; t < plan.targets.size(); ++t) {
    written = written && Write(out / fmt::format("reliability_{}.svg", t == 4 ? "japan" : "korea"),
                               report::ReliabilitySvg(*hindcast, t));
  }
  if (!written) return fail({fmt::format("`{}` can not be written", out.string())});
  return 0;
}

}  // namespace
}  // namespace entente::studies

int main(int count, char** arguments) {
  if (count != 3) {
    fmt::print(stderr, "usage: study_japan_korea_by_events STORE OUT_FOLDER\n");
    return 2;
  }
  return entente::studies::Run(arguments[1], arguments[2]);
}
