// Renderings of a hindcast: the verdict comes first, numbers survive, pictures are well-formed.
#include "inference/hindcast/hindcast.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "inference/baselines/baselines.h"
#include "report/charts/hindcast_svg.h"
#include "report/data/hindcast_json.h"
#include "report/html/hindcast_page.h"
#include "report/text/hindcast.h"

namespace entente::report {
namespace {

// Eight years of months with 0, 1, … 11 acts on their first day.
inference::ActsRecord Record() {
  inference::ActsRecord record;
  record.first_day = DayNumber({2000, 1, 1});
  record.series = {"A to B, <conflict>"};
  record.acts = inference::DailyActs::Make(
      1, static_cast<std::size_t>(DayNumber({2008, 1, 1}) - record.first_day));
  for (int k = 0; k < 96; ++k) {
    const auto day = DayNumber(AddMonths({2000, 1, 1}, k));
    record.acts.Count(static_cast<std::size_t>(day - record.first_day), 0) = k % 12;
  }
  return record;
}

// Besides the two targets as many in which nothing ever happens.
inference::Hindcast Made(int idle = 0) {
  inference::HindcastPlan plan;
  plan.origins = inference::MonthlyOrigins(DayNumber({2004, 1, 1}), DayNumber({2007, 12, 1}));
  plan.leads = {1, 6};
  plan.targets = {{"A to B, <conflict>", {0}, false, 1.0}, {"six or more", {0}, true, 6.0}};
  for (int i = 0; i < idle; ++i) {
    plan.targets.insert(plan.targets.begin(), {"idle " + std::to_string(i), {0}, true, 100.0});
  }
  plan.resamples = 200;
  std::vector<inference::Forecaster> baselines = inference::Baselines();
  baselines.pop_back();
  inference::Forecaster knows{
      "knows", "the season",
      [](const inference::Past& past, std::span<const inference::Question> questions,
         std::uint64_t) {
        std::vector<inference::Predictive> made;
        for (const auto& question : questions) {
          const auto from = WindowOf(question, past.origin()).from;
          made.push_back(inference::Predictive::Poisson(CivilFromDayNumber(from).month - 1));
        }
        return made;
      }};
  auto made = inference::RunHindcast(Record(), plan, knows, baselines);
  EXPECT_TRUE(made);
  return std::move(*made);
}

TEST(HindcastRendering, TextBeginsWithTheVerdict) {
  const inference::Hindcast hindcast = Made();
  const std::string text = HindcastText(hindcast, {});
  // "As in the same month of past years" is perfect here, and nothing beats it.
  EXPECT_EQ(text.find("The model is worse than its best baseline (seasonal)"), 0U) << text;
  EXPECT_NE(text.find("48 origins from 2004-01 to 2007-12"), std::string::npos);
  EXPECT_NE(text.find("six or more"), std::string::npos);
}

TEST(HindcastRendering, JsonHoldsTheScores) {
  const inference::Hindcast hindcast = Made();
  const auto json = nlohmann::json::parse(HindcastJson(hindcast, true));
  EXPECT_EQ(json.at("format"), "entente-hindcast-1");
  EXPECT_EQ(json.at("verdict"), Verdict(hindcast));
  ASSERT_EQ(json.at("cells").size(), 4U);
  const auto& cell = json.at("cells")[0];
  EXPECT_EQ(cell.at("scores").at("knows").at("score"), hindcast.cells[0].rows[0].score);
  EXPECT_EQ(cell.at("history").size(), hindcast.cells[0].occasions);
  EXPECT_EQ(cell.at("scores").at("seasonal").at("score"), 0.0);
  EXPECT_TRUE(json.at("targets")[1].contains("reliability"));
  EXPECT_FALSE(
      nlohmann::json::parse(HindcastJson(hindcast, false)).at("cells")[0].contains("history"));
}

TEST(HindcastRendering, PagesAndPicturesEscapeAndClose) {
  const inference::Hindcast hindcast = Made();
  const std::string svg = HistorySvg(hindcast, hindcast.cells[0]);
  EXPECT_EQ(svg.find("<svg xmlns="), 0U);
  EXPECT_EQ(svg.find("<conflict>"), std::string::npos);
  EXPECT_NE(svg.find("&lt;conflict&gt;"), std::string::npos);
  EXPECT_EQ(SkillSvg(hindcast, 1).find("nan"), std::string::npos);
  EXPECT_EQ(ReliabilitySvg(hindcast, 1).find("nan"), std::string::npos);
  const std::vector<Section> sections = HindcastSections(hindcast);
  ASSERT_EQ(sections.size(), 3U);
  for (const Section& section : sections) {
    EXPECT_FALSE(section.body.empty());
    EXPECT_EQ(section.body.find("<conflict>"), std::string::npos);
  }
}

std::size_t CountOf(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST(HindcastRendering, ManyTargetsArePicturedWhereSomethingIsAtStake) {
  const inference::Hindcast hindcast = Made(20);
  const std::vector<Section> sections = HindcastSections(hindcast);
  EXPECT_EQ(CountOf(sections[0].body, "<svg"), 1U);  // the summary
  const std::string& scores = sections[1].body;
  const std::size_t folded = scores.find("<details>");
  ASSERT_NE(folded, std::string::npos);
  // Both that matter come first, with their pictures; the rest is a table of two leads each.
  EXPECT_LT(scores.find("six or more</h3>"), folded);
  EXPECT_LT(scores.find("&lt;conflict&gt;</h3>"), folded);
  EXPECT_LE(CountOf(scores.substr(0, folded), "<svg"), 8U);
  const std::size_t end = scores.find("</details>");
  EXPECT_EQ(CountOf(scores.substr(folded, end - folded), "<svg"), 0U);
  const std::size_t pictured = CountOf(scores.substr(0, folded), "</h3>");
  EXPECT_EQ(CountOf(scores.substr(folded, end - folded), "data-label=\"Target\""),
            2 * (22 - pictured));
  EXPECT_EQ(sections[2].body.find("idle"), std::string::npos);
  // With few targets nothing is folded away.
  EXPECT_EQ(HindcastSections(Made())[1].body.find("<details>"), std::string::npos);
}

}  // namespace
}  // namespace entente::report
