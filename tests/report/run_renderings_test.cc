// A run that was made by hand, rendered as table, JSON, CSV and HTML. Names are hostile on purpose:
// they must come out as text everywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>

#include "model/builder.h"
#include "report/data/run_json.h"
#include "report/html/assets.h"
#include "report/html/report.h"
#include "report/text/run_table.h"

namespace entente::report {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr const char* kHostile = "</script><img src=x onerror=alert(1)> & \"quoted\", 'it'";

struct Fixture {
  model::Model model;
  engine::RunResult result;

  Fixture() : model(MakeModel()), result(MakeResult(model)) {}

  static model::Model MakeModel() {
    model::Builder b("sample", 3653, 7, {2018, 10, 1});
    b.model().title = kHostile;
    b.model().sources.push_back({"okonogi", {{"author", "A <b>"}, {"title", "T & U"}}, {}});
    const model::ParameterId rate = b.Param("rate", {model::PriorKind::kLognormal, 0.01, 0.5, 0});
    b.model().parameters[rate.index()].provenance.judgement = kHostile;
    b.model().parameters[rate.index()].unit = {365.2425, "per year", false};
    const model::IssueId pact = b.Issue("pact", {"in_force", "ended"});
    b.model().issues[pact.index()].provenance.title = kHostile;
    b.Rate(pact, "in_force", "ended", b.Value(rate));
    const model::QuantityId anger = b.AddQuantity("anger", b.Number(0.3), 0.0, 1.0);
    b.model().quantities[anger.index()].provenance.citations.push_back(
        {model::SourceId(0), "section <1>", ""});
    const model::HappeningId clash = b.Event("clash", b.Number(0.01));
    b.Ever("ended", b.In(pact, {"ended"}), 0, 365);
    b.Ask("ended_by", model::OutcomeKind::kTimeTo, b.In(pact, {"ended"}));
    b.Count("clashes", {clash});
    b.Ask("anger_at_end", model::OutcomeKind::kValueAt, b.Value(anger));
    model::Model model = b.Build();
    model.outcomes[2].per_days = 365.2425;
    model.outcomes[0].provenance.title = kHostile;
    return model;
  }

  static engine::RunResult MakeResult(const model::Model& model) {
    engine::RunResult result;
    result.seed = 7;
    result.worlds_requested = result.worlds = 10'000;
    result.failed = 12;
    for (std::size_t i = 0; i < model.outcomes.size(); ++i) {
      engine::OutcomeSummary one;
      one.outcome = model::OutcomeId(i);
      one.worlds = 9'988;
      result.outcomes.push_back(one);
    }
    result.outcomes[0].estimate = {0.1234, 0.117, 0.13};
    engine::OutcomeSummary& time = result.outcomes[1];
    time.estimate = {2000, 1990, 2010};
    time.reached = {0.37, 0.36, 0.38};
    time.maximum = 3653;
    time.quantiles = {{0.05, {100, 90, 110}}, {0.5, {kInf, kInf, kInf}}};
    time.histogram = {{0, 1000, 3653}, {3000, 700}};
    engine::OutcomeSummary& count = result.outcomes[2];
    count.estimate = {3.65, 3.6, 3.7};
    count.histogram = {{0, 2, 4, 6}, {1, 5, 2}};
    count.quantiles = {{0.5, {3.5, 3.4, 3.6}}};
    result.outcomes[3].estimate = {0.5, 0.5, 0.5};
    result.outcomes[3].never_opened = 10;
    result.series.days = {0, 365, 730};
    result.series.levels = {0.05, 0.25, 0.5, 0.75, 0.95};
    result.series.quantities.push_back(
        {model::QuantityId(0), {.3, .3, .3}, std::vector(5, std::vector<double>{.1, .2, .3})});
    result.series.issues.push_back({model::IssueId(0), {{1, .9, .8}, {0, .1, .2}}});
    result.period_ends = {92, 457};
    for (std::size_t h = 0; h < model.happenings.size(); ++h) {
      result.happenings.push_back({model::HappeningId(h), 2.5, 0.9, {0.5, 2}});
    }
    result.failures.push_back({engine::WorldFault::kNonFinite, {}, "non-finite <x>", 12, 34});
    result.notices.push_back(
        {engine::NoticeSummary::Kind::kClamped, {}, "`anger` was clamped", 900});
    result.notices.push_back(
        {engine::NoticeSummary::Kind::kClamped, {}, "rarely clamped", 100});
    return result;
  }

  RunView View() const { return {model, result, {}, {}, {}}; }
};

TEST(RunTable, SaysWhatAReaderNeeds) {
  const Fixture fixture;
  const std::string table = RunTable(fixture.View(), {false, true, 120});
  EXPECT_NE(table.find("10,000 worlds · seed 7 · 2018-10-01 to 2028-10-01"), std::string::npos);
  EXPECT_NE(table.find("12.3 %  11.7 – 13.0"), std::string::npos) << table;
  EXPECT_NE(table.find("after 2028-10-01"), std::string::npos) << "the median is not reached";
  EXPECT_NE(table.find("37.0 % [36.0 – 38.0] of worlds get there by 2028-10-01"),
            std::string::npos) << table;
  EXPECT_NE(table.find("3.65 per year"), std::string::npos) << table;
  EXPECT_NE(table.find("12 of 10,000 worlds stopped: non-finite <x> (see `--world 34`)"),
            std::string::npos);
  EXPECT_NE(table.find("`anger` was clamped in 9 % of worlds"), std::string::npos);
  EXPECT_EQ(table.find("rarely clamped"), std::string::npos) << "below 5 % of worlds";
  EXPECT_EQ(table.find('\x1b'), std::string::npos) << "plain when asked to be plain";
}

TEST(RunTable, PlainAsciiWhenAsked) {
  Fixture fixture;
  fixture.model.title = "Plain";
  fixture.model.outcomes[0].provenance.title = "Ended";
  const std::string table = RunTable(fixture.View(), {false, false, 100});
  for (const char c : table) ASSERT_LT(static_cast<unsigned char>(c), 0x80) << table;
}

TEST(RunTable, PartialRunsSaySo) {
  Fixture fixture;
  fixture.result.partial = true;
  fixture.result.worlds = 2'048;
  const std::string table = RunTable(fixture.View(), {false, true, 120});
  EXPECT_NE(table.find("PARTIAL"), std::string::npos);
  EXPECT_NE(table.find("stopped after 2,048 of 10,000 worlds"), std::string::npos);
}

TEST(RunJson, KeepsEveryBitAndNothingOfTheMachine) {
  const Fixture fixture;
  const std::string json = RunJson(fixture.View());
  EXPECT_EQ(json, RunJson(Fixture().View()));
  EXPECT_NE(json.find("\"estimate\": 0.1234"), std::string::npos);
  EXPECT_NE(json.find("\"seed\": 7"), std::string::npos);
  EXPECT_EQ(json.find("inf"), std::string::npos);
  EXPECT_EQ(json.find("nan"), std::string::npos);
  for (const char* word : {"thread", "second", "elapsed"}) {
    EXPECT_EQ(json.find(word), std::string::npos) << word;
  }
  EXPECT_LT(json.find("\"ended\""), json.find("\"clashes\"")) << "in the model's order";
}

TEST(RunCsv, OneRowAnOutcomeAndQuotedText) {
  const std::string csv = RunCsv(Fixture().View());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
  EXPECT_NE(csv.find("\"</script><img src=x onerror=alert(1)> & \"\"quoted\"\", 'it'\""),
            std::string::npos);
  EXPECT_NE(csv.find("ended_by,,time_to,days,2000.0,1990.0,2010.0,0.95,9988,0,"),
            std::string::npos) << csv;
  EXPECT_NE(csv.find(",inf,"), std::string::npos) << "the median lies beyond the window";
}

std::string Report() {
  const Fixture fixture;
  ReportInput input{fixture.View(), {}, {}, {}, {}, {}, {}};
  input.command = "entente run sample --seed 7 # <&>";
  input.version = "9.9";
  input.model_hash = "0123456789abcdef";
  input.warnings = "main.ent:1:1: <warning>";
  input.record = {{"2019-08-22", "pact", "in_force", "ended", kHostile, ""},
                  {"2019-09-22", "clash", "KOR", "JPN", "press", ""}};
  return HtmlReport(input);
}

// The part that the model and the run fill: without the style and the scripts that are ours.
std::string Body() {
  std::string html = Report();
  html = html.substr(html.find("<body>"));
  if (!ChartLibrary().empty()) html = html.substr(0, html.find(std::string(ChartLibrary())));
  return html;
}

TEST(HtmlReport, HasEverySection) {
  const std::string html = Body();
  for (const char* id : {"summary", "outcomes", "issues", "quantities", "distributions", "events",
                         "record", "assumptions", "structure", "sources", "warnings",
                         "reproduce"}) {
    EXPECT_NE(html.find("<section id=\"" + std::string(id) + "\">"), std::string::npos) << id;
    EXPECT_NE(html.find("<a href=\"#" + std::string(id) + "\">"), std::string::npos) << id;
  }
  for (const char* text : {"0123456789abcdef", "entente run sample --seed 7 # &lt;&amp;&gt;",
                           "lognormal, median", "not used in the run", "10,000 simulated futures",
                           "main.ent:1:1: &lt;warning&gt;", "12 of 10,000 worlds stopped",
                           "non-finite &lt;x&gt;"}) {
    EXPECT_NE(html.find(text), std::string::npos) << text;
  }
}

TEST(HtmlReport, EscapesAllTextOfTheModel) {
  const std::string html = Body();
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("&lt;/script&gt;&lt;img src=x"), std::string::npos);
  // Inside JSON blocks no "<" is left that could end the script element.
  const std::regex block("<script type=\"application/json\"[^>]*>([^<]*)</script>");
  const auto blocks = std::distance(std::sregex_iterator(html.begin(), html.end(), block),
                                    std::sregex_iterator());
  const std::regex open("<script type=\"application/json\"");
  const auto opened = std::distance(std::sregex_iterator(html.begin(), html.end(), open),
                                    std::sregex_iterator());
  EXPECT_GT(opened, 3);
  EXPECT_EQ(blocks, opened);
}

TEST(HtmlReport, LoadsNothing) {
  const std::string html = Body();
  for (const char* loader : {"http://", "https://", " src=", "url(", "<link", "@import", "<iframe"}) {
    const std::size_t at = html.find(loader);
    const bool in_text = at != std::string::npos && html.compare(at - 7, 7, "&lt;img") == 0;
    EXPECT_TRUE(at == std::string::npos || in_text) << loader;
  }
  EXPECT_NE(Report().find("default-src 'none'"), std::string::npos);
}

TEST(HtmlReport, IsOneFileOfBoundedSizeAndRepeatable) {
  const std::string html = Report();
  EXPECT_LT(html.size(), 3'000'000U);
  EXPECT_EQ(html, Report());
  EXPECT_EQ(html.compare(html.size() - 8, 8, "</html>\n"), 0);
}

TEST(HtmlReport, CarriesItsChartLibrary) {
  if (ChartLibrary().empty()) GTEST_SKIP() << "this build had no npm: reports have no charts";
  const std::string html = Report();
  EXPECT_NE(html.find("vegaEmbed"), std::string::npos);
  EXPECT_EQ(ChartLibrary().find("</script"), std::string_view::npos);
}

}  // namespace
}  // namespace entente::report
