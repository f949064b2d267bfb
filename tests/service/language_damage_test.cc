// Texts that are being typed are mostly broken: shipped models with tokens taken out, doubled,
// swapped and put in, and every question asked of them at random places. Nothing may crash, and
// every answer must be JSON of its kind with places inside the text.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "entente/language.h"

namespace entente::api {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Draws by remainder: the same on every standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t Below(std::size_t count) { return count == 0 ? 0 : engine_() % count; }

 private:
  std::mt19937_64 engine_;
};

std::map<std::string, std::string> TextsOf(const fs::path& folder) {
  std::map<std::string, std::string> texts;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    texts[entry.path().filename().string()] = text.str();
  }
  return texts;
}

// Pieces of a text: words, numbers and single other bytes, blanks with what they follow.
std::vector<std::string> PiecesOf(const std::string& text) {
  std::vector<std::string> pieces;
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  for (const char c : text) {
    const bool joins = !pieces.empty() && is_word(c) && is_word(pieces.back().back());
    if (joins) {
      pieces.back() += c;
    } else {
      pieces.emplace_back(1, c);
    }
  }
  return pieces;
}

std::string Damaged(const std::string& text, Dice& dice) {
  std::vector<std::string> pieces = PiecesOf(text);
  if (pieces.empty()) return "{";
  const std::vector<std::string> strange = {
      "\"", "{", "}", "[", "]", "(", "->", "/", "//", "\n", "\r", "\xf0\x9d\x95\x8f", "\xc3",
      "1e999", "9999-99-99", "while", "is", "each of {", "issue", "\ncite ", "all", "\x00", "."};
  const std::size_t changes = 1 + dice.Below(4);
  for (std::size_t i = 0; i < changes && !pieces.empty(); ++i) {
    auto at = pieces.begin() + static_cast<std::ptrdiff_t>(dice.Below(pieces.size()));
    switch (dice.Below(6)) {
      case 0:
        pieces.erase(at);
        break;
      case 1:
        pieces.insert(at, std::string(*at));
        break;
      case 2:
        std::iter_swap(at, pieces.begin() + static_cast<std::ptrdiff_t>(dice.Below(pieces.size())));
        break;
      case 3:
        pieces.insert(at, std::string(pieces[dice.Below(pieces.size())]));
        break;
      case 4:
        pieces.insert(at, strange[dice.Below(strange.size())]);
        break;
      default:  // as when a line is being typed: the rest of it is not there yet
        while (at != pieces.end() && *at != "\n") at = pieces.erase(at);
        break;
    }
  }
  std::string damaged;
  for (const std::string& piece : pieces) damaged += piece;
  return damaged;
}

// Every position in an answer is of LSP's form.
void CheckPlaces(const Json& json) {
  if (json.is_array()) {
    for (const Json& one : json) CheckPlaces(one);
    return;
  }
  if (!json.is_object()) return;
  if (json.contains("start") && json.contains("end") && json["start"].is_object()) {
    const auto order = [](const Json& at) {
      return std::make_pair(at.at("line").get<std::uint64_t>(),
                            at.at("character").get<std::uint64_t>());
    };
    EXPECT_LE(order(json["start"]), order(json["end"])) << json.dump();
  }
  for (const auto& [key, value] : json.items()) CheckPlaces(value);
}

void AskEverything(LanguageWorkspace& workspace, const std::string& path, const std::string& text,
                   Dice& dice) {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  for (const std::string& name : LanguageFeatureNames()) {
    LanguageQuestion question;
    question.feature = *LanguageFeatureNamed(name);
    question.path = path;
    question.position = {static_cast<std::uint32_t>(dice.Below(lines + 2)),
                         static_cast<std::uint32_t>(dice.Below(110))};
    question.range = {question.position, {question.position.line + 3, 0}};
    question.new_name = dice.Below(2) == 0 ? "quite_new" : "a b";
    const LanguageAnswer answer = workspace.Ask(question);
    EXPECT_TRUE(answer.status == Status::kOk || answer.status == Status::kBadRequest)
        << name << ": " << answer.message;
    const Json json = Json::parse(answer.json, nullptr, false);
    ASSERT_FALSE(json.is_discarded()) << name << ": " << answer.json.substr(0, 200);
    CheckPlaces(json);
  }
}

TEST(LanguageDamage, EveryQuestionOfEveryDamagedModelIsAnswered) {
  Dice dice(20261122);
  for (const auto& entry : fs::directory_iterator(fs::path(ENTENTE_SOURCE_DIR) / "models")) {
    if (!fs::exists(entry.path() / "main.ent")) continue;
    const std::map<std::string, std::string> texts = TextsOf(entry.path());
    LanguageWorkspace workspace;
    std::vector<std::string> models;
    for (const auto& [path, text] : texts) {
      ASSERT_TRUE(workspace.SetText(path, text));
      if (path.ends_with(".ent")) models.push_back(path);
    }
    // The whole model takes long to check many times; its files are the larger sample.
    const std::size_t rounds = models.size() > 1 ? 80 : 40;
    for (std::size_t round = 0; round < rounds; ++round) {
      const std::string& path = models[dice.Below(models.size())];
      SCOPED_TRACE(entry.path().filename().string() + "/" + path + " round " +
                   std::to_string(round));
      const std::string damaged = Damaged(texts.at(path), dice);
      ASSERT_TRUE(workspace.SetText(path, damaged));
      AskEverything(workspace, path, damaged, dice);
      if (HasFatalFailure()) return;
      ASSERT_TRUE(workspace.SetText(path, texts.at(path)));
    }
    // Nothing of the damage is left.
    const LanguageAnswer whole = workspace.Ask({});
    const Json all = Json::parse(whole.json);
    for (const auto& [path, found] : all.items()) {
      for (const Json& one : found) EXPECT_NE(one["severity"], 1) << path << one.dump();
    }
  }
}

TEST(LanguageWorkspaceTest, RefusesWhatLeavesTheFolderAndWhatIsTooLarge) {
  LanguageWorkspace workspace;
  for (const char* path : {"", "/etc/passwd", "../x.ent", "a/../../x.ent"}) {
    EXPECT_FALSE(workspace.SetText(path, "system x\n")) << path;
  }
  EXPECT_TRUE(workspace.SetText("./a/../main.ent", "system x\n"));
  EXPECT_EQ(workspace.Text("main.ent"), "system x\n");
  EXPECT_FALSE(workspace.SetText("big.ent", std::string(65U << 20U, ' ')));
  LanguageQuestion question;
  question.feature = LanguageFeature::kHover;
  question.path = "other.ent";
  EXPECT_EQ(workspace.Ask(question).status, Status::kBadRequest);
}

TEST(LanguageWorkspaceTest, HoversKeepTheLastSoundModelsNumbers) {
  LanguageWorkspace workspace;
  const std::string sound =
      "system x\ntime from 2020-01-01 to 2021-01-01\nparam p ~ beta(4, 4)\n"
      "define d = 2 * p\noutcome o = mean of d\n";
  ASSERT_TRUE(workspace.SetText("main.ent", sound));
  LanguageQuestion question;
  question.feature = LanguageFeature::kHover;
  question.path = "main.ent";
  question.position = {2, 6};
  EXPECT_NE(workspace.Ask(question).json.find("drawn from beta(4, 4)"), std::string::npos);
  ASSERT_TRUE(workspace.SetText("main.ent", sound + "define broken = \n"));
  const LanguageAnswer answer = workspace.Ask(question);
  EXPECT_NE(answer.json.find("drawn from beta(4, 4)"), std::string::npos);
  EXPECT_NE(answer.json.find("before it had errors"), std::string::npos);
}

TEST(LanguageWorkspaceTest, FeatureNamesGoBothWays) {
  for (const std::string& name : LanguageFeatureNames()) {
    EXPECT_TRUE(LanguageFeatureNamed(name)) << name;
  }
  EXPECT_FALSE(LanguageFeatureNamed("nothing"));
  EXPECT_TRUE(Json::parse(LanguageLegend()).contains("tokenTypes"));
}

}  // namespace
}  // namespace entente::api
