// Watched runs and the views of a model: the same worlds as an ordinary run, at every look; two
// sides that share their luck; a model that lives in memory only.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "entente/entente.h"
#include "service/models.h"

namespace entente {
namespace {

using Json = nlohmann::json;

// The shipped model as texts, so that these tests read what a workbench would send.
std::shared_ptr<const api::Texts> TextsOf(const std::string& name) {
  auto texts = std::make_shared<api::Texts>();
  const auto path = service::FindModel(name, {});
  EXPECT_TRUE(path.has_value());
  for (const auto& entry : std::filesystem::directory_iterator(*path)) {
    (*texts)[entry.path().filename().string()] =
        service::ReadFile(entry.path().string()).value_or("");
  }
  return texts;
}

api::ModelRequest InMemory(const std::string& name) {
  api::ModelRequest source;
  source.model = name;
  source.texts = TextsOf(name);
  return source;
}

const Json& Named(const Json& list, const std::string& name) {
  for (const Json& one : list) {
    if (one["name"] == name) return one;
  }
  static const Json kNone;
  ADD_FAILURE() << "nothing is called " << name;
  return kNone;
}

TEST(Live, LooksAreThoseOfOrdinaryRuns) {
  std::vector<std::string> looks;
  api::LiveRequest request;
  request.source = InMemory("cuba_1962");
  request.worlds = 9'000;
  request.first_look = 1'024;
  request.on_partial = [&](const std::string& json) { looks.push_back(json); };
  const api::LiveAnswer answer = api::Live(request);
  ASSERT_TRUE(answer.ok()) << answer.message << answer.diagnostics;
  ASSERT_EQ(looks.size(), 2U);  // 1,024, 4,096, then all
  looks.push_back(answer.json);
  for (const std::string& text : looks) {
    const Json look = Json::parse(text);
    api::RunRequest run;
    run.source.model = "cuba_1962";
    run.worlds = look["worlds"];
    const api::RunAnswer once = api::Run(run);
    ASSERT_TRUE(once.ok()) << once.message;
    ASSERT_EQ(look["outcomes"].size(), once.outcomes.size());
    for (const api::OutcomeEstimate& outcome : once.outcomes) {
      EXPECT_EQ(Named(look["outcomes"], outcome.name)["estimate"], outcome.estimate)
          << outcome.name << " after " << once.worlds;
    }
    EXPECT_EQ(look["partial"], once.worlds != 9'000U);
  }
}

TEST(Live, OneSideAgainstItselfDiffersNowhere) {
  api::LiveRequest request;
  request.source = InMemory("two_rivals");
  request.versus = api::Levers{};
  request.worlds = 1'024;
  const api::LiveAnswer answer = api::Live(request);
  ASSERT_TRUE(answer.ok()) << answer.message;
  const Json parsed = Json::parse(answer.json);  // lives as long as the loop
  for (const Json& outcome : parsed["outcomes"]) {
    EXPECT_EQ(outcome["versus"]["difference"], 0.0) << outcome["name"];
    EXPECT_EQ(outcome["versus"]["rose"], 0.0) << outcome["name"];
  }
}

TEST(Live, DifferencesAreOfTheTwoSidesShown) {
  api::LiveRequest request;
  request.source = InMemory("northeast_asia");
  request.source.with = {"two_track"};
  request.versus = api::Levers{};
  request.worlds = 1'024;
  const api::LiveAnswer answer = api::Live(request);
  ASSERT_TRUE(answer.ok()) << answer.message;
  const Json live = Json::parse(answer.json);
  std::size_t moved = 0;
  for (const Json& outcome : live["outcomes"]) {
    const Json& other = Named(live["versus"]["outcomes"], outcome["name"]);
    if (outcome["never_opened"] != 0 || other["never_opened"] != 0) continue;  // fewer pairs
    if (!outcome["estimate"].is_number() || !other["estimate"].is_number()) continue;
    const double shown = outcome["estimate"].get<double>() - other["estimate"].get<double>();
    const double paired = outcome["versus"]["difference"];
    EXPECT_NEAR(paired, shown, 1e-9 * std::max(1.0, std::fabs(shown))) << outcome["name"];
    EXPECT_LE(outcome["versus"]["low"], paired);
    EXPECT_GE(outcome["versus"]["high"], paired);
    if (paired != 0.0) ++moved;
  }
  EXPECT_GT(moved, 5U);
}

TEST(Live, ARememberedSideGivesTheSameNumbers) {
  api::LiveRequest request;
  request.source = InMemory("two_rivals");
  request.worlds = 3'000;
  request.seed = 77;
  request.versus = api::Levers{};
  const api::LiveAnswer first = api::Live(request);
  ASSERT_TRUE(first.ok()) << first.message;
  EXPECT_EQ(api::Live(request).json, first.json);
  // Another text is another model, however alike.
  auto texts = std::make_shared<api::Texts>(*request.source.texts);
  texts->at("main.ent") += "\n// a remark\n";
  request.source.texts = texts;
  const api::LiveAnswer changed = api::Live(request);
  EXPECT_EQ(Json::parse(changed.json)["outcomes"], Json::parse(first.json)["outcomes"]);
  EXPECT_NE(Json::parse(changed.json)["hash"], Json::parse(first.json)["hash"]);
}

TEST(Live, AFixedParameterIsTheOneThatIsReported) {
  api::LiveRequest request;
  request.source = InMemory("northeast_asia");
  request.worlds = 1'024;
  request.source.set = {{"labour_pull", 1.0}};
  request.versus = api::Levers{{}, {{"labour_pull", 20.0}}};
  const api::LiveAnswer answer = api::Live(request);
  ASSERT_TRUE(answer.ok()) << answer.message;
  // What an open labour case does to export controls is what this parameter says.
  const Json live = Json::parse(answer.json);
  EXPECT_LT(Named(live["outcomes"], "spiral")["versus"]["high"], 0.0);
}

// A parameter that is set changes nothing of what the engine prepares, so that it is prepared once; an
// ordinary run compiles the model anew with the value inside.
TEST(Live, AMovedLeverHasTheBitsOfAnOrdinaryRun) {
  api::LiveRequest request;
  request.source = InMemory("northeast_asia");
  request.worlds = 512;
  for (const double pull : {2.0, 7.5}) {  // the second finds what the first prepared
    request.source.set = {{"labour_pull", pull}, {"sale_rate", 0.2}};
    const api::LiveAnswer answer = api::Live(request);
    ASSERT_TRUE(answer.ok()) << answer.message;
    const Json live = Json::parse(answer.json);
    api::RunRequest run;
    run.source = request.source;
    run.worlds = 512;
    const api::RunAnswer once = api::Run(run);
    ASSERT_TRUE(once.ok()) << once.message;
    for (const api::OutcomeEstimate& outcome : once.outcomes) {
      EXPECT_EQ(Named(live["outcomes"], outcome.name)["estimate"], outcome.estimate)
          << outcome.name << " at " << pull;
    }
  }
}

TEST(Live, APolicyWorksOnTopOfWhatIsSet) {
  constexpr char kText[] = R"(system strikes_only "Strikes"
time from 2020-01-01 to 2021-01-01 step 1 week
param pace ~ 0.1 to 5.0 "pace of strikes"  judgement "chosen for the test"
event strike "A strike" { rate pace * 1 per year }
policy faster "Faster" { set pace = 4 }
outcome strikes "Strikes" = count of strike
)";
  api::LiveRequest request;
  request.source.model = "model";
  request.source.texts = std::make_shared<const api::Texts>(api::Texts{{"main.ent", kText}});
  request.source.with = {"faster"};
  request.worlds = 2'048;
  const api::LiveAnswer plain = api::Live(request);
  ASSERT_TRUE(plain.ok()) << plain.message << plain.diagnostics;
  request.source.set = {{"pace", 0.5}};
  const api::LiveAnswer set = api::Live(request);
  ASSERT_TRUE(set.ok()) << set.message;
  EXPECT_EQ(Json::parse(set.json)["outcomes"], Json::parse(plain.json)["outcomes"]);
  request.source.with = {};
  const Json alone = Json::parse(api::Live(request).json);
  EXPECT_LT(Named(alone["outcomes"], "strikes")["high"], 0.7);  // about a half
}

TEST(Live, RefusesWhatCanNotBeAsked) {
  api::LiveRequest request;
  request.source = InMemory("two_rivals");
  request.worlds = 0;
  EXPECT_EQ(api::Live(request).status, api::Status::kBadRequest);
  request.worlds = 1'024;
  request.source.set = {{"no_such_thing", 1.0}};
  EXPECT_EQ(api::Live(request).status, api::Status::kBadRequest);
  request.source.set = {};
  request.versus = api::Levers{{"no_such_policy"}, {}};
  const api::LiveAnswer other = api::Live(request);
  EXPECT_EQ(other.status, api::Status::kBadRequest);
  EXPECT_NE(other.message.find("the other side"), std::string::npos);
  request.source.texts = std::make_shared<const api::Texts>(api::Texts{{"main.ent", "system ("}});
  EXPECT_EQ(api::Live(request).status, api::Status::kModelErrors);
}

// A million worlds of many outcomes, every one of them kept, would not fit into most machines.
TEST(Live, BoundsWhatAComparisonKeeps) {
  std::string text = "system many \"Many\"\ntime from 2020-01-01 to 2020-03-01 step 1 week\n"
                     "event strike \"A strike\" { rate 2 per year }\n";
  for (int o = 0; o < 200; ++o) text += "outcome o" + std::to_string(o) + " \"o\" = count of strike\n";
  api::LiveRequest request;
  request.source.model = "model";
  request.source.texts = std::make_shared<const api::Texts>(api::Texts{{"main.ent", text}});
  request.worlds = 1'000'000;
  request.versus = api::Levers{};
  const api::LiveAnswer answer = api::Live(request);
  EXPECT_EQ(answer.status, api::Status::kBadRequest) << answer.diagnostics;
  EXPECT_NE(answer.message.find("ask for 671088 worlds or fewer"), std::string::npos)
      << answer.message;
  request.worlds = 512;
  EXPECT_TRUE(api::Live(request).ok());
}

TEST(Live, StopsAtOnce) {
  api::StopSignal stop;
  stop.Stop();
  api::Control control;
  control.stop = &stop;
  api::LiveRequest request;
  request.source = InMemory("two_rivals");
  const api::LiveAnswer answer = api::Live(request, control);
  EXPECT_EQ(answer.status, api::Status::kStopped);
  EXPECT_TRUE(answer.partial);
}

TEST(ModelView, NamesEverythingAndWhereItStands) {
  api::ModelViewRequest request;
  request.source = InMemory("northeast_asia");
  const api::ModelViewAnswer answer = api::ViewModel(request);
  ASSERT_TRUE(answer.ok()) << answer.message << answer.diagnostics;
  const Json model = Json::parse(answer.json);
  EXPECT_EQ(model["sources"].size(), 5U);
  const Json& gsomia = Named(model["issues"], "gsomia");
  EXPECT_EQ(gsomia["file"], "security.ent");
  const Json& linkage = Named(model["links"], "labour_on_controls");
  EXPECT_EQ(linkage["from"], Json::array({"wartime_labour"}));
  EXPECT_EQ(linkage["to"], Json::array({"export_control"}));
  EXPECT_GT(linkage["strength"], 1.0);
  for (const Json& link : model["links"]) {
    EXPECT_FALSE(link["to"].empty()) << link;
    EXPECT_FALSE(link["from"].empty()) << link;
  }
}

TEST(ModelView, AThingShowsItsTextAndItsRate) {
  api::ThingRequest request;
  request.source = InMemory("northeast_asia");
  request.name = "labour_on_controls";
  const api::ThingAnswer answer = api::ViewThing(request);
  ASSERT_TRUE(answer.ok()) << answer.message;
  const Json thing = Json::parse(answer.json);
  EXPECT_EQ(thing["kind"], "linkage");
  EXPECT_EQ(thing["file"], "linkages.ent");
  EXPECT_EQ(thing["text"].get<std::string>().rfind("linkage labour_on_controls", 0), 0U);
  EXPECT_NE(thing["words"].get<std::string>().find("export_control"), std::string::npos);
  EXPECT_EQ(thing["sources"][0]["author"], "Masao Okonogi");
  request.name = "labour_on_control";
  const api::ThingAnswer wrong = api::ViewThing(request);
  EXPECT_EQ(wrong.status, api::Status::kBadRequest);
  EXPECT_NE(wrong.message.find("labour_on_controls"), std::string::npos);
}

}  // namespace
}  // namespace entente
