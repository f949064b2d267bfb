// Renderings of fits made by hand: what was learned comes first, what was not is named, and nothing of
// the model becomes markup.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "model/builder.h"
#include "report/charts/fit_svg.h"
#include "report/data/fit_view.h"
#include "report/html/fit_page.h"

namespace entente::report {
namespace {

constexpr const char* kHostile = "Rate of <script>alert(1)</script> & \"more\"";

model::Model MakeModel() {
  model::Builder b("sample", 3653, 7, {2018, 10, 1});
  for (const char* name : {"often", "idle", "rare"}) {
    const model::ParameterId id = b.Param(name, {model::PriorKind::kLognormal, 0.01, 0.5, 0});
    b.model().parameters[id.index()].unit = {365.2425, "per year", false};
  }
  b.model().parameters[0].provenance.title = kHostile;
  return b.Build();
}

inference::Learned One(const char* name, std::size_t coordinate, bool told) {
  inference::Learned one;
  one.name = name;
  one.coordinate = coordinate;
  one.prior_low = 0.0044;
  one.prior_median = 0.01;
  one.prior_high = 0.0228;
  one.low = told ? 0.01 : one.prior_low;
  one.median = told ? 0.02 : one.prior_median;
  one.high = told ? 0.03 : one.prior_high;
  one.shift = told ? 1.4 : 0.0;
  one.sd = told ? 0.5 : 1.0;
  one.bits = told ? 1.87 : 0.0;
  one.told = told;
  return one;
}

struct Made {
  model::Model model = MakeModel();
  inference::TemperedFit smc;
  inference::PmmhFit pmmh;
  inference::IteratedFilteringFit if2;
  FitView view{model, "smc", "2021-06-30", 500, 7, 12, 3, false, {}, {}, 128.0,
               nullptr, nullptr, nullptr, {}, {}, {}, {}};
  Made() {
    smc.log_evidence = -41.25;
    smc.stages = {{0.25, 70.0, 0.31, 0.5, 4, 120}, {1.0, 64.0, 0.28, 0.4, 5, 118}};
    smc.draws.log_likelihood.assign(128, -40.0);
    pmmh.chains = 4;
    pmmh.acceptance = 0.2;
    pmmh.r_hat = {1.01, 1.02, 1.31};
    pmmh.effective_size = {300.0, 200.0, 11.0};
    pmmh.draws.log_likelihood = {-42.0, -40.0, -41.0, -40.5};
    if2.log_likelihood = -39.5;
    if2.log_likelihood_se = 0.12;
    if2.shaken_log_likelihood = {-90.0, -INFINITY, -60.0, -41.0};
  }
  void Learn() {
    view.learned = {One("often", 0, true), One("rare", 2, true), One("idle", 1, false)};
    view.densities = {{{0.005, 0.01, 0.02, 0.03}, {20, 50, 20, 5}, {1, 10, 60, 20}}};
  }
  std::string Page() const { return FitPage(view, {"entente fit sample", "0.1.0", "00", ""}); }
};

TEST(FitPage, ShowsWhatWasLearnedAndNamesWhatWasNot) {
  Made made;
  made.Learn();
  made.view.smc = &made.smc;
  made.view.noise = 0.83;
  made.view.notes = {"a note"};
  const std::string page = made.Page();
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("nan"), std::string::npos);
  EXPECT_NE(page.find("The record moved 2 of 3 numbers"), std::string::npos);
  // 0.02 a day is 7.3 a year.
  EXPECT_NE(page.find("3.65 [1.61 – 8.33 per year] → 7.3 [3.65 – 11 per year]"), std::string::npos);
  const std::size_t silent = page.find("id=\"silent\""), likelihood = page.find("id=\"likelihood\"");
  ASSERT_LT(silent, likelihood);
  const std::size_t idle = page.find("<li>idle");
  EXPECT_TRUE(silent < idle && idle < likelihood);
  EXPECT_NE(page.find("Log-evidence of the record: <strong>−41.25</strong>"), std::string::npos);
  EXPECT_NE(page.find("128 points from prior to posterior in 2 stages"), std::string::npos);
  EXPECT_NE(page.find("varies by 0.83"), std::string::npos);
  EXPECT_NE(page.find("31 %"), std::string::npos);  // accepted in the first stage
  EXPECT_NE(page.find("a note"), std::string::npos);
  EXPECT_NE(page.find("<pre>entente fit sample</pre>"), std::string::npos);
}

TEST(FitPage, ShowsTheWorstChainsFirst) {
  Made made;
  made.Learn();
  made.view.method = "pmmh";
  made.view.pmmh = &made.pmmh;
  const std::string page = made.Page();
  const std::size_t trust = page.find("id=\"trust\"");
  ASSERT_NE(trust, std::string::npos);
  EXPECT_LT(page.find("1.310", trust), page.find("1.020", trust));
  EXPECT_NE(page.find("median <strong>−40.50</strong>, highest −40.00"), std::string::npos);
}

TEST(FitPage, APointHasNoPosterior) {
  Made made;
  made.view.method = "if2";
  made.view.if2 = &made.if2;
  made.view.point = {{"often", 0.02}};
  const std::string page = made.Page();
  EXPECT_EQ(page.find("id=\"learned\""), std::string::npos);
  EXPECT_EQ(page.find("id=\"silent\""), std::string::npos);
  EXPECT_NE(page.find("7.3 per year"), std::string::npos);
  EXPECT_NE(page.find("<strong>−39.50</strong> ± 0.12"), std::string::npos);
  EXPECT_EQ(page.find("inf,"), std::string::npos);  // a pass that lost all is left out
}

TEST(FitPage, SaysThatItStopped) {
  Made made;
  made.Learn();
  made.view.smc = &made.smc;
  made.view.partial = true;
  const std::string page = made.Page();
  EXPECT_NE(page.find("Stopped before it was done"), std::string::npos);
  EXPECT_EQ(page.find("Log-evidence of the record:"), std::string::npos);
}

TEST(FitPictures, AreDrawnOnlyOfWhatIsThere) {
  const model::Model model = MakeModel();
  EXPECT_EQ(DensitySvg(model.parameters[0], {}, "x"), "");
  EXPECT_EQ(DensitySvg(model.parameters[0], {{1, 2}, {0, 0}, {0, 0}}, "x"), "");
  EXPECT_EQ(PassesSvg({}), "");
  EXPECT_EQ(PassesSvg({-INFINITY, -INFINITY}), "");
  EXPECT_NE(PassesSvg({-3.0, -3.0}), "");  // level
}

TEST(FitJson, HoldsTheNoiseOfTheLikelihood) {
  Made made;
  made.Learn();
  made.view.smc = &made.smc;
  EXPECT_FALSE(nlohmann::json::parse(FitJson(made.view)).contains("likelihood_sd"));
  made.view.noise = 0.83;
  const auto json = nlohmann::json::parse(FitJson(made.view));
  EXPECT_EQ(json.at("likelihood_sd"), 0.83);
  EXPECT_NEAR(json.at("parameters").at("often").at("posterior").at("median").get<double>(), 7.30485,
              1e-9);
}

}  // namespace
}  // namespace entente::report
