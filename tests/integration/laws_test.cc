// Laws that hold for every shipped model and for random ones: results do not depend on threads or
// tiles; what is unrelated changes no bit of them; the seed changes them; a renamed actor changes
// them in law only.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "engine/run.h"
#include "language/compile.h"
#include "model/apply_policies.h"
#include "model/builder.h"
#include "model/verify.h"
#include "support/random_models.h"

namespace entente {
namespace {

using engine::OutcomeSummary;
using engine::RunOptions;
using engine::RunResult;
using model::Model;

constexpr std::uint64_t kWorlds = 2'048;

// ---- models
// ----------------------------------------------------------------------------------------

// The shipped files with each text changed on its way in.
class ChangedFiles : public language::FileProvider {
 public:
  using Change = std::function<std::string(const std::string& path, std::string text)>;
  explicit ChangedFiles(Change change) : change_(std::move(change)) {}
  bool IsFolder(const std::string& path) const override { return disk_.IsFolder(path); }
  bool IsFile(const std::string& path) const override { return disk_.IsFile(path); }
  Result<std::string> Read(const std::string& path, std::size_t max_bytes) const override {
    Result<std::string> text = disk_.Read(path, max_bytes);
    if (!text) return text;
    return change_(path, *std::move(text));
  }

 private:
  language::DiskFiles disk_;
  Change change_;
};

std::string SamePath(const std::string&, std::string text) { return text; }

std::vector<std::string> ShippedModels() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(ENTENTE_SOURCE_DIR "/models")) {
    if (std::filesystem::exists(entry.path() / "main.ent")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

Model CompileShipped(const std::string& name, const ChangedFiles::Change& change = SamePath) {
  const std::string path = ENTENTE_SOURCE_DIR "/models/" + name;
  const Result<language::CompiledModel> compiled = language::Compile(path, ChangedFiles(change));
  EXPECT_TRUE(compiled.has_value()) << (compiled ? "" : compiled.error().message);
  EXPECT_TRUE(compiled && compiled->ok())
      << RenderText(compiled->diagnostics, *compiled->sources, false);
  return compiled && compiled->ok() ? *compiled->model : Model{};
}

// Changes main.ent only.
ChangedFiles::Change InMain(std::function<std::string(std::string)> change) {
  return [change = std::move(change)](const std::string& path, std::string text) {
    return path.ends_with("main.ent") ? change(std::move(text)) : text;
  };
}

// ---- results
// -----------------------------------------------------------------------------------------

RunResult RunIt(const Model& model, const std::function<void(RunOptions&)>& set = {}) {
  RunOptions options;
  options.worlds = kWorlds;
  options.seed = 11;
  options.threads = 1;
  if (set) set(options);
  const Result<RunResult> result = engine::Run(model, options);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? *result : RunResult{};
}

std::string Bits(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return std::to_string(bits) + " ";
}

std::string Bits(const engine::Estimate& estimate) {
  return Bits(estimate.value) + Bits(estimate.low) + Bits(estimate.high);
}

std::string Bits(const OutcomeSummary& summary) {
  std::string bits = std::to_string(summary.worlds) + " " + std::to_string(summary.never_opened) +
                     " " + Bits(summary.estimate) + Bits(summary.standard_deviation) +
                     Bits(summary.minimum) + Bits(summary.maximum) + Bits(summary.reached);
  for (const engine::QuantileEstimate& quantile : summary.quantiles) bits += Bits(quantile.at);
  for (const double edge : summary.histogram.edges) bits += Bits(edge);
  for (const std::uint64_t count : summary.histogram.counts) bits += std::to_string(count) + " ";
  return bits;
}

// Every outcome and every happening by name, to the last bit.
std::map<std::string, std::string> Fingerprint(const Model& model, const RunResult& result) {
  std::map<std::string, std::string> prints;
  for (const OutcomeSummary& summary : result.outcomes) {
    prints["outcome " + model.outcomes[summary.outcome.index()].provenance.name] = Bits(summary);
  }
  for (const engine::HappeningSummary& happening : result.happenings) {
    std::string bits = Bits(happening.mean_count) + Bits(happening.share_of_worlds);
    for (const double mean : happening.mean_by_period) bits += Bits(mean);
    prints["happening " + model.happenings[happening.happening.index()].provenance.name] = bits;
  }
  return prints;
}

// All of `some` is in `more`, bit for bit.
void ExpectKept(const std::map<std::string, std::string>& some,
                const std::map<std::string, std::string>& more) {
  ASSERT_FALSE(some.empty());
  for (const auto& [name, bits] : some) {
    const auto other = more.find(name);
    ASSERT_NE(other, more.end()) << name;
    EXPECT_EQ(other->second, bits) << name;
  }
}

// ---- shipped models
// ------------------------------------------------------------------------------------

class ShippedModel : public ::testing::TestWithParam<std::string> {};

TEST_P(ShippedModel, RunsTheSameOnAnyThreadsAndTiles) {
  const Model model = CompileShipped(GetParam());
  const auto plain = Fingerprint(model, RunIt(model));
  for (const unsigned threads : {1u, 2u}) {
    for (const unsigned width : {8u, 64u, 256u}) {
      const auto other = Fingerprint(model, RunIt(model, [&](RunOptions& options) {
                                       options.threads = threads;
                                       options.tile_width = width;
                                     }));
      EXPECT_EQ(plain, other) << threads << " threads, tiles of " << width;
    }
  }
}

TEST_P(ShippedModel, NativeCodeChangesNoBit) {
  const Model model = CompileShipped(GetParam());
  const auto interpreted =
      Fingerprint(model, RunIt(model, [](RunOptions& options) { options.native = false; }));
  EXPECT_EQ(Fingerprint(model, RunIt(model)), interpreted);
}

TEST_P(ShippedModel, AnotherSeedGivesOtherWorlds) {
  const Model model = CompileShipped(GetParam());
  const auto other = RunIt(model, [](RunOptions& options) { options.seed = 12; });
  EXPECT_NE(Fingerprint(model, RunIt(model)), Fingerprint(model, other));
}

constexpr const char* kUnrelated = R"(
param zz_pace ~ beta(2, 5) "how often the weather turns" judgement "nothing else reads it"
quantity zz_mood "Mood of the weather" in 0..1 {
  starts 0.5
  relaxes to 0.3 with half-life 3 months
  noise 0.2 per sqrt year
}
issue zz_weather "Weather" {
  states fair, foul
  starts fair
  fair -> foul rate 5 per year * zz_pace * (1 + zz_mood)
  foul -> fair rate 6 per year
}
event zz_storm "Storm" {
  rate 3 per year while zz_weather is foul
  then zz_mood += 0.01
}
)";

TEST_P(ShippedModel, UnrelatedDeclarationsChangeNoBit) {
  const Model model = CompileShipped(GetParam());
  const auto plain = Fingerprint(model, RunIt(model));
  const Model at_end =
      CompileShipped(GetParam(), InMain([](std::string text) { return text + kUnrelated; }));
  EXPECT_GT(at_end.channels.size(), model.channels.size());
  ExpectKept(plain, Fingerprint(at_end, RunIt(at_end)));
  const Model at_front = CompileShipped(GetParam(), InMain([](std::string text) {
                                          const std::size_t line =
                                              text.find('\n', text.find("\ntime from") + 1);
                                          return text.insert(line + 1, kUnrelated);
                                        }));
  EXPECT_GT(at_front.channels.size(), model.channels.size());
  ExpectKept(plain, Fingerprint(at_front, RunIt(at_front)));
}

TEST_P(ShippedModel, CommentsChangeNoBit) {
  const Model model = CompileShipped(GetParam());
  const Model commented =
      CompileShipped(GetParam(), [](const std::string&, const std::string& text) {
        return "// a comment\n" + std::regex_replace(text, std::regex("\n\n"), "\n\n// another\n");
      });
  EXPECT_EQ(Fingerprint(model, RunIt(model)), Fingerprint(commented, RunIt(commented)));
}

TEST_P(ShippedModel, EveryPolicyApplies) {
  const Model model = CompileShipped(GetParam());
  EXPECT_EQ(model::Verify(model), std::vector<std::string>{});
  for (const model::Policy& policy : model.policies) {
    const Result<Model> changed = model::Apply(model, {policy.provenance.name});
    EXPECT_TRUE(changed.has_value())
        << policy.provenance.name << ": " << (changed ? "" : changed.error().message);
  }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedModel, ::testing::ValuesIn(ShippedModels()),
                         [](const ::testing::TestParamInfo<std::string>& test) {
                           return test.param;
                         });

// ---- renaming
// ------------------------------------------------------------------------------------------

// With other names the luck is other luck, the law the same: every mean of two runs of the crisis
// agrees within five standard errors (family-wise error below 1e-4 for up to 100 outcomes).
TEST(Renaming, ActorsChangesResultsInLawOnly) {
  const auto rename = [](const std::string&, const std::string& text) {
    return std::regex_replace(std::regex_replace(text, std::regex("\\bUSA\\b"), "AMERICA"),
                              std::regex("\\bSOV\\b"), "ROSSIYA");
  };
  const Model model = CompileShipped("cuba_1962");
  const Model renamed = CompileShipped("cuba_1962", rename);
  const auto many = [](RunOptions& options) { options.worlds = 20'480; };
  const RunResult one = RunIt(model, many), two = RunIt(renamed, many);
  ASSERT_EQ(one.outcomes.size(), two.outcomes.size());
  ASSERT_FALSE(one.outcomes.empty());
  bool differs = false;
  for (std::size_t i = 0; i < one.outcomes.size(); ++i) {
    const OutcomeSummary& a = one.outcomes[i];
    const OutcomeSummary& b = two.outcomes[i];
    const auto variance = [](const OutcomeSummary& s) {
      return s.standard_deviation * s.standard_deviation / static_cast<double>(s.worlds);
    };
    const double error = std::sqrt(variance(a) + variance(b));
    EXPECT_NEAR(a.estimate.value, b.estimate.value, 5 * error + 1e-12)
        << model.outcomes[i].provenance.name;
    differs = differs || a.estimate.value != b.estimate.value;
  }
  EXPECT_TRUE(differs);
}

// ---- random models
// ---------------------------------------------------------------------------------------

TEST(RandomModel, RunsTheSameOnAnyThreadsAndTiles) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Model model = testing::RandomModel(seed);
    const auto plain = Fingerprint(model, RunIt(model));
    const auto other = Fingerprint(model, RunIt(model, [&](RunOptions& options) {
                                     options.threads = 2;
                                     options.tile_width = seed % 2 == 0 ? 8 : 256;
                                   }));
    EXPECT_EQ(plain, other) << "seed " << seed;
  }
}

TEST(RandomModel, NativeCodeChangesNoBit) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Model model = testing::RandomModel(seed);
    const auto interpreted =
        Fingerprint(model, RunIt(model, [](RunOptions& options) { options.native = false; }));
    EXPECT_EQ(Fingerprint(model, RunIt(model)), interpreted) << "seed " << seed;
  }
}

// A policy that begins at the horizon changes no bit before it: what it needs (a hidden issue, a
// trigger, rewritten rates) is itself unrelated until then.
TEST(RandomModel, APolicyOfTheLastInstantChangesNoBit) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Model model = testing::RandomModel(seed, {true, true, false});
    if (model.channels.empty()) continue;
    model::Intervention change;
    change.kind = model::InterventionKind::kScaleChannel;
    change.channels = {model::ChannelId(model.channels.size() / 2)};
    change.value = model.expressions.Constant(3.0);
    change.from_day = model.time.horizon_days;
    model::Policy policy;
    policy.provenance.name = policy.provenance.luck_name = "late";
    policy.interventions = {change};
    model.policies.push_back(policy);
    const Result<Model> changed = model::Apply(model, {"late"});
    ASSERT_TRUE(changed.has_value()) << changed.error().message;
    ExpectKept(Fingerprint(model, RunIt(model)), Fingerprint(*changed, RunIt(*changed)));
  }
}

}  // namespace
}  // namespace entente
