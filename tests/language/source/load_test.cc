#include "language/source/load.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace entente::language {
namespace {

using Strings = std::vector<std::string>;
using Files = std::map<std::string, std::string>;

struct Loaded {
  Loaded(const std::string& path, const Files& files, const TextLimits& limits = {})
      : model(LoadModel(path, MemoryFiles(files), sink, limits)) {
    for (const Diagnostic& d : sink.all()) kinds.emplace_back(InfoOf(d.kind).slug);
    if (!model) return;
    for (std::size_t i = 0; i < model->sources.size(); ++i) {
      paths.push_back(model->sources.file(FileId(i)).path());
    }
  }
  DiagnosticSink sink;
  Result<LoadedModel> model;
  Strings kinds;
  Strings paths;
};

TEST(LoadTest, ReadsAFolderFromItsMainFile) {
  const Loaded loaded("m", {{"m/main.ent", "import \"b.ent\"\nactor A"}, {"m/b.ent", "actor B"}});
  ASSERT_TRUE(loaded.model);
  EXPECT_EQ(loaded.paths, (Strings{"m/main.ent", "m/b.ent"}));
  EXPECT_EQ(loaded.model->root, "m");
  EXPECT_EQ(loaded.model->trees.size(), 2U);
  EXPECT_TRUE(loaded.kinds.empty());
}

TEST(LoadTest, ReadsOneFileWithItsNeighbours) {
  const Loaded loaded("m/a.ent", {{"m/a.ent", "import \"sub/b.ent\""},
                                  {"m/sub/b.ent", "import \"c.ent\""},
                                  {"m/sub/c.ent", "actor C"}});
  EXPECT_EQ(loaded.paths, (Strings{"m/a.ent", "m/sub/b.ent", "m/sub/c.ent"}));
  EXPECT_TRUE(loaded.kinds.empty());
}

TEST(LoadTest, ReadsAFileTwiceImportedOnce) {
  const Loaded loaded("m", {{"m/main.ent", "import \"b.ent\"\nimport \"c.ent\"\nimport \"./b.ent\""},
                            {"m/b.ent", "import \"c.ent\""},
                            {"m/c.ent", "actor C"}});
  EXPECT_EQ(loaded.paths, (Strings{"m/main.ent", "m/b.ent", "m/c.ent"}));
  EXPECT_TRUE(loaded.kinds.empty());
}

TEST(LoadTest, ReportsACircleAtTheImportThatClosesIt) {
  const Loaded loaded("m", {{"m/main.ent", "import \"b.ent\""}, {"m/b.ent", "import \"main.ent\""}});
  ASSERT_EQ(loaded.kinds, Strings{"import-cycle"});
  EXPECT_EQ(loaded.model->sources.Describe(loaded.sink.all()[0].span), "m/b.ent:1:8");
  EXPECT_EQ(Loaded("a.ent", {{"a.ent", "import \"a.ent\""}}).kinds, Strings{"import-cycle"});
}

TEST(LoadTest, ReportsMissingAndOutlyingImports) {
  const Files files = {{"m/main.ent", "import \"nowhere.ent\""}, {"secret.ent", "actor A"}};
  EXPECT_EQ(Loaded("m", files).kinds, Strings{"unreadable-import"});
  for (const char* path : {"../secret.ent", "/etc/passwd", "x/../../secret.ent", "a/../.."}) {
    const Loaded loaded("m", {{"m/main.ent", "import \"" + std::string(path) + "\""},
                              {"secret.ent", "actor A"}});
    EXPECT_EQ(loaded.kinds, Strings{"unreadable-import"}) << path;
    EXPECT_EQ(loaded.paths.size(), 1U);
  }
  // A neighbour of an imported file may be above it, but not above the model.
  EXPECT_EQ(Loaded("m", {{"m/main.ent", "import \"s/b.ent\""}, {"m/s/b.ent", "import \"../../x.ent\""},
                         {"x.ent", ""}}).kinds,
            Strings{"unreadable-import"});
}

TEST(LoadTest, FailsWhenTheModelItselfIsNotThere) {
  EXPECT_FALSE(Loaded("nothing", {}).model);
  const Loaded empty("m", {{"m/other.ent", ""}});
  ASSERT_FALSE(empty.model);
  EXPECT_EQ(empty.model.error().message, "the folder `m` holds no `main.ent`, where a model begins");
}

TEST(LoadTest, BoundsTheNumberOfFiles) {
  Files files = {{"m/main.ent", "import \"f0.ent\""}};
  for (int i = 0; i < 20; ++i) {
    files["m/f" + std::to_string(i) + ".ent"] = "import \"f" + std::to_string(i + 1) + ".ent\"";
  }
  TextLimits limits;
  limits.max_files = 10;
  EXPECT_EQ(Loaded("m", files, limits).kinds, Strings{"too-large-input"});
}

TEST(LoadTest, ReadsTheDiskNoFurtherThanTheBound) {
  const std::string folder = testing::TempDir() + "/entente_load_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/main.ent") << "actor A // " << std::string(5000, 'x');
  const DiskFiles disk;
  EXPECT_TRUE(disk.IsFolder(folder));
  EXPECT_TRUE(disk.IsFile(folder + "/main.ent"));
  EXPECT_FALSE(disk.IsFile(folder));
  EXPECT_EQ(disk.Read(folder + "/main.ent", 100)->size(), 101U);
  EXPECT_FALSE(disk.Read(folder + "/none.ent", 100));
  TextLimits limits;
  limits.max_file_bytes = 1000;
  DiagnosticSink sink;
  ASSERT_TRUE(LoadModel(folder + "/", disk, sink, limits));
  EXPECT_EQ(InfoOf(sink.all().at(0).kind).slug, "too-large-input");
  std::filesystem::remove_all(folder);
}

TEST(LoadTest, ReadsATextFromMemory) {
  DiagnosticSink sink;
  const LoadedModel model = LoadText("a.ent", "actor A", sink);
  EXPECT_EQ(model.trees.size(), 1U);
  EXPECT_FALSE(sink.has_errors());
}

}  // namespace
}  // namespace entente::language
