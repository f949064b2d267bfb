// The table of the reference model's mechanisms (models/northeast_asia/mechanisms.tsv): each row's
// elements exist, its happenings happen in some world, and taking them away moves what the row says
// they move.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "models/shipped.h"

namespace entente {
namespace {

struct Row {
  std::string number, mechanism;
  std::vector<std::string> elements, fires;
  std::string block, outcome, direction;
};

std::string Folder() { return std::string(ENTENTE_SOURCE_DIR) + "/models/northeast_asia"; }

std::string Text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> Split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

const std::vector<Row>& Rows() {
  static const std::vector<Row> all = [] {
    std::vector<Row> rows;
    const std::vector<std::string> lines = Split(Text(Folder() + "/mechanisms.tsv"), '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::vector<std::string> cells = Split(lines[i], '\t');
      if (cells.size() != 6) {
        ADD_FAILURE() << lines[i];
        continue;
      }
      const std::vector<std::string> moves = Split(cells[5], ' ');
      rows.push_back({cells[0], cells[1], Split(cells[2], ' '), Split(cells[3], ' '), cells[4],
                      moves.at(0), moves.at(1)});
    }
    return rows;
  }();
  return all;
}

// The model with a scenario `block_N` a row: the folder's files and one more, in memory.
model::Model WithBlocks(const std::string& entry) {
  std::map<std::string, std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(Folder())) {
    if (!file.is_regular_file()) continue;
    files["model/" + file.path().filename().string()] = Text(file.path().string());
  }
  std::string& text = files["model/rows.ent"];
  text = "import \"" + entry + "\"\n";
  for (const Row& row : Rows()) {
    text += "scenario block_" + row.number + " { " + row.block + " }\n";
  }
  auto compiled = language::Compile("model/rows.ent", language::MemoryFiles(files));
  EXPECT_TRUE(compiled.has_value() && compiled->ok());
  if (!compiled || !compiled->ok()) return {};
  EXPECT_TRUE(compiled->diagnostics.all().empty()) << compiled->diagnostics.all().front().message;
  return std::move(*compiled->model);
}

template <typename Elements>
void AddNames(const Elements& elements, std::set<std::string>* names) {
  for (const auto& element : elements) {
    names->insert(element.provenance.name);
    names->insert(element.provenance.family);
    names->insert(element.provenance.name.substr(0, element.provenance.name.find('[')));
  }
}

TEST(Mechanisms, AreAllThere) {
  ASSERT_EQ(Rows().size(), 46U);
  for (std::size_t i = 0; i < Rows().size(); ++i) {
    EXPECT_EQ(Rows()[i].number, std::to_string(i + 1));
    EXPECT_FALSE(Rows()[i].fires.empty()) << Rows()[i].mechanism;
  }
}

TEST(Mechanisms, HaveTheirElements) {
  const model::Model model = Shipped("northeast_asia");
  std::set<std::string> names;
  AddNames(model.actors, &names);
  AddNames(model.tables, &names);
  AddNames(model.parameters, &names);
  AddNames(model.definitions, &names);
  AddNames(model.quantities, &names);
  AddNames(model.issues, &names);
  AddNames(model.happenings, &names);
  AddNames(model.chances, &names);
  AddNames(model.decisions, &names);
  AddNames(model.linkages, &names);
  AddNames(model.frameworks, &names);
  AddNames(model.policies, &names);
  for (const Row& row : Rows()) {
    for (const std::string& name : row.elements) {
      EXPECT_TRUE(names.contains(name)) << row.number << " " << row.mechanism << ": " << name;
    }
  }
}

// Over thirty years, so that what is rare in five is reached as well.
TEST(Mechanisms, AreReached) {
  const model::Model model = WithBlocks("generation.ent");
  engine::RunOptions options;
  options.worlds = 512;
  options.seed = 11;
  options.series = true;
  const auto run = engine::Run(model, options);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->failed, 0U);
  std::map<std::string, double> count;
  for (const engine::HappeningSummary& happening : run->happenings) {
    count[model.happenings[happening.happening.index()].provenance.name] = happening.mean_count;
  }
  for (const Row& row : Rows()) {
    for (const std::string& name : row.fires) {
      EXPECT_TRUE(count.contains(name)) << row.number << " " << row.mechanism << ": " << name;
      EXPECT_GT(count[name], 0.0) << row.number << " " << row.mechanism << ": " << name;
    }
  }
}

// The same luck with and without. In few worlds only that something moved can be told; in many, the
// way it moved.
TEST(Mechanisms, MoveWhatTheySay) {
#ifdef NDEBUG
  constexpr std::uint64_t kWorlds = 4'096;
#else
  constexpr std::uint64_t kWorlds = 256;
#endif
  const model::Model model = WithBlocks("main.ent");
  const engine::RunResult before = RunWorlds(model, kWorlds, 11);
  for (const Row& row : Rows()) {
    const std::string where = row.number + " " + row.mechanism + ": " + row.outcome;
    const engine::RunResult after = RunWorlds(Under(model, {"block_" + row.number}), kWorlds, 11);
    ASSERT_EQ(after.outcomes.size(), before.outcomes.size());
    bool moved = false;
    for (std::size_t i = 0; i < before.outcomes.size(); ++i) {
      moved = moved || after.outcomes[i].estimate.value != before.outcomes[i].estimate.value;
    }
    EXPECT_TRUE(moved) << where;
#ifdef NDEBUG
    const double without = Find(model, after, row.outcome).estimate.value;
    const double with = Find(model, before, row.outcome).estimate.value;
    if (row.direction == "up") {
      EXPECT_GT(without, with) << where;
    } else if (row.direction == "down") {
      EXPECT_LT(without, with) << where;
    } else {
      EXPECT_NE(without, with) << where;
    }
#endif
  }
}

}  // namespace
}  // namespace entente
