// Laws of the whole way from text to result, on the shipped models: what may not change a bit
// (threads, tile widths, comments, unrelated declarations) and what may change results in law only
// (renaming an actor).
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "entente/entente.h"

namespace entente {
namespace {

namespace fs = std::filesystem;

const fs::path kModels = fs::path(ENTENTE_SOURCE_DIR) / "models";

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// A copy of a shipped model, to be changed.
class Copy {
 public:
  explicit Copy(const std::string& name) {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string label = std::string(test->name()) + "_" + name;
    for (char& c : label) c = c == '/' ? '_' : c;
    folder_ = fs::temp_directory_path() / ("entente_laws_" + label);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy(kModels / name, folder_ / name, fs::copy_options::recursive);
    model_ = folder_ / name;
  }
  ~Copy() { fs::remove_all(folder_); }

  void Append(const std::string& text) {
    std::ofstream(model_ / "main.ent", std::ios::app) << text;
  }
  void ReplaceWord(const std::string& word, const std::string& by) {
    const std::regex pattern("\\b" + word + "\\b");
    for (const fs::directory_entry& file : fs::directory_iterator(model_)) {
      if (file.path().extension() != ".ent") continue;
      const std::string text = std::regex_replace(ReadFile(file.path()), pattern, by);
      std::ofstream(file.path()) << text;
    }
  }
  std::string path() const { return model_.string(); }

 private:
  fs::path folder_, model_;
};

api::RunAnswer RunModel(const std::string& model, std::uint64_t worlds, unsigned threads = 2,
                        unsigned tile_width = 0) {
  api::RunRequest request;
  request.source.model = model;
  request.worlds = worlds;
  request.threads = threads;
  request.tile_width = tile_width;
  request.json = true;
  const api::RunAnswer answer = api::Run(request);
  EXPECT_TRUE(answer.ok()) << answer.message << answer.diagnostics;
  return answer;
}

class ShippedText : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Laws, ShippedText,
                         testing::Values("birth_death", "cuba_1962", "hawkes_pair", "net24",
                                         "net4", "northeast_asia", "two_rivals"));

TEST_P(ShippedText, SameBytesForThreadsAndTileWidths) {
  const std::string model = (kModels / GetParam()).string();
  const std::string reference = RunModel(model, 1100, 1, 64).json;
  EXPECT_GT(reference.size(), 200u);
  for (const unsigned threads : {1u, 2u}) {
    for (const unsigned width : {8u, 64u, 256u}) {
      EXPECT_EQ(RunModel(model, 1100, threads, width).json, reference)
          << threads << " threads, tiles of " << width;
    }
  }
}

TEST_P(ShippedText, UnrelatedAdditionsChangeNoBit) {
  const api::RunAnswer plain = RunModel((kModels / GetParam()).string(), 1100);
  Copy copy(GetParam());
  copy.Append(
      "\n// a comment that says nothing about the rest\n"
      "param aside_rate ~ lognormal(median 2 per year, spread 2) judgement \"test\"\n"
      "quantity aside_level \"Something else\" in 0..1 {\n"
      "  starts 0.2\n  relaxes to 0.6 with half-life 3 months\n  noise 0.1 per sqrt year\n"
      "  judgement \"test\"\n}\n"
      "issue aside \"Another matter\" {\n  states off, on   starts off\n"
      "  off -> on  rate aside_rate * aside_level\n  on -> off  after 20 days\n"
      "  judgement \"test\"\n}\n"
      "event aside_event \"Something happens elsewhere\" {\n  rate 5 per year * aside_level\n"
      "  then aside_level -= 0.05\n  judgement \"test\"\n}\n");
  const api::RunAnswer more = RunModel(copy.path(), 1100);
  ASSERT_EQ(more.outcomes.size(), plain.outcomes.size());
  for (std::size_t i = 0; i < plain.outcomes.size(); ++i) {
    EXPECT_EQ(more.outcomes[i].name, plain.outcomes[i].name);
    EXPECT_EQ(more.outcomes[i].estimate, plain.outcomes[i].estimate) << plain.outcomes[i].name;
    EXPECT_EQ(more.outcomes[i].low, plain.outcomes[i].low) << plain.outcomes[i].name;
    EXPECT_EQ(more.outcomes[i].high, plain.outcomes[i].high) << plain.outcomes[i].name;
  }
}

TEST(Laws, AnotherSeedDiffers) {
  api::RunRequest request;
  request.source.model = (kModels / "net4").string();
  request.worlds = 1100;
  request.json = true;
  const std::string first = api::Run(request).json;
  request.seed = 2;
  EXPECT_NE(api::Run(request).json, first);
}

// An actor's name keys its luck: other draws, the same law. Five standard errors of each
// difference; with 26 outcomes the family-wise error is below 1e-4.
TEST(Laws, RenamingAnActorChangesResultsInLawOnly) {
  const api::RunAnswer plain = RunModel((kModels / "northeast_asia").string(), 8192);
  Copy copy("northeast_asia");
  copy.ReplaceWord("JPN", "NIPPON");
  const api::RunAnswer renamed = RunModel(copy.path(), 8192);
  ASSERT_EQ(renamed.outcomes.size(), plain.outcomes.size());
  int changed = 0;
  for (std::size_t i = 0; i < plain.outcomes.size(); ++i) {
    const api::OutcomeEstimate& a = plain.outcomes[i];
    const api::OutcomeEstimate& b = renamed.outcomes[i];
    changed += a.estimate != b.estimate ? 1 : 0;
    if (!std::isfinite(a.estimate) || !std::isfinite(b.estimate) || !std::isfinite(a.high)) continue;
    const double error = std::hypot(a.high - a.low, b.high - b.low) / (2.0 * 1.96);
    EXPECT_NEAR(a.estimate, b.estimate, 5.0 * error + 1e-12) << a.name;
  }
  EXPECT_GT(changed, 10);
}

}  // namespace
}  // namespace entente
