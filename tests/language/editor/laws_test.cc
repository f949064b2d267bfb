// Laws of the editor's answers, over all shipped models: names lead to declarations, everything can
// be renamed without breaking the model, and what is written could have been offered.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "language/editor/answers.h"
#include "language/editor/shipped_models.h"

namespace entente::language::editor {
namespace {

std::map<std::string, std::string> TextsOf(Workspace& workspace) {
  std::map<std::string, std::string> texts;
  for (const Document& document : workspace.Current().documents) {
    texts[document.path] = document.text();
  }
  return texts;
}

std::string Applied(const Document& document, std::vector<Edit> edits) {
  std::string text(document.text());
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.range.start > b.range.start; });
  for (const Edit& edit : edits) {
    const std::uint32_t begin = document.positions.OffsetOf(edit.range.start);
    const std::uint32_t end = document.positions.OffsetOf(edit.range.end);
    text.replace(begin, end - begin, edit.text);
  }
  return text;
}

Position PlaceOf(const Analysis& analysis, const Occurrence& one) {
  const Document& document = analysis.At(*analysis.units.front(), one.span.file);
  return document.positions.PositionOf(one.span.begin);
}

TEST(EditorLaws, EveryNameLeadsToItsDeclarationAndBack) {
  for (const std::string& folder : test::ShippedModels()) {
    Workspace workspace(folder, "main.ent");
    const Analysis& analysis = workspace.Current();
    const Unit& unit = *analysis.units.front();
    for (const Occurrence& one : unit.names.occurrences()) {
      if (!one.thing.valid()) continue;
      const Document& document = analysis.At(unit, one.span.file);
      const Position at = PlaceOf(analysis, one);
      const auto declared = DefinitionAt(analysis, document, at);
      ASSERT_FALSE(declared.empty()) << unit.compiled.sources->Describe(one.span);
      const Document* holder = analysis.Find(declared.front().path);
      ASSERT_NE(holder, nullptr);
      const Occurrence* back = OccurrenceAt(*holder, declared.front().range.start);
      ASSERT_NE(back, nullptr);
      EXPECT_EQ(back->thing, one.thing);
      EXPECT_EQ(back->role, Role::kDeclaration) << unit.compiled.sources->Describe(one.span);
    }
  }
}

// Renames every `stride`-th thing to a fresh name, and back.
void RenameThings(const std::string& folder, std::size_t stride) {
  Workspace original(folder, "main.ent");
  const Analysis& before = original.Current();
  const Unit& unit = *before.units.front();
  const std::map<std::string, std::string> texts = TextsOf(original);
  for (std::size_t i = 0; i < unit.names.things().size(); i += stride) {
    const Thing& thing = unit.names.things()[i];
    const SourceSpan site = thing.sites.front().name;
    const Document& document = before.At(unit, site.file);
    const std::string where = unit.compiled.sources->Describe(site) + " " + thing.name;
    const auto edits =
        RenameAt(before, document, document.positions.PositionOf(site.begin), "quite_new_name");
    ASSERT_TRUE(edits) << where;
    Workspace renamed(folder, "main.ent");
    for (const auto& [path, list] : *edits) {
      ASSERT_TRUE(renamed.SetText(path, Applied(*before.Find(path), list)));
    }
    const Analysis& after = renamed.Current();
    const Unit& changed = *after.units.front();
    EXPECT_TRUE(changed.compiled.ok())
        << where << "\n" << RenderText(changed.compiled.diagnostics, *changed.compiled.sources, false);
    EXPECT_EQ(changed.names.occurrences().size(), unit.names.occurrences().size()) << where;
    const Document* moved = after.Find(document.path);
    ASSERT_NE(moved, nullptr);
    // The declaration may have moved along its line, behind other uses of the name.
    for (const Occurrence& one : changed.names.occurrences()) {
      if (!one.thing.valid() || changed.names.thing(one.thing).name != "quite_new_name") continue;
      const Document& there = after.At(changed, one.span.file);
      const auto back = RenameAt(after, there, there.positions.PositionOf(one.span.begin),
                                 thing.name);
      ASSERT_TRUE(back) << where << " " << back.error().message;
      for (const auto& [path, list] : *back) {
        EXPECT_EQ(Applied(*after.Find(path), list), texts.at(path)) << where;
      }
      break;
    }
  }
}

TEST(EditorLaws, EverythingOfTheSmallModelsCanBeRenamed) {
  for (const std::string& folder : test::ShippedModels()) {
    if (!folder.ends_with("northeast_asia")) RenameThings(folder, 1);
  }
}

TEST(EditorLaws, ASampleOfTheReferenceModelCanBeRenamed) {
  for (const std::string& folder : test::ShippedModels()) {
    if (folder.ends_with("northeast_asia")) RenameThings(folder, 13);
  }
}

TEST(EditorLaws, WhatIsWrittenCouldHaveBeenOffered) {
  for (const std::string& folder : test::ShippedModels()) {
    Workspace workspace(folder, "main.ent");
    const Analysis& analysis = workspace.Current();
    const Unit& unit = *analysis.units.front();
    const std::size_t stride = folder.ends_with("northeast_asia") ? 7 : 1;
    const std::vector<Occurrence>& all = unit.names.occurrences();
    for (std::size_t i = 0; i < all.size(); i += stride) {
      const Occurrence& one = all[i];
      if (!one.thing.valid() || one.role == Role::kDeclaration) continue;
      const Document& document = analysis.At(unit, one.span.file);
      const Completions offered =
          CompleteAt(workspace, document, document.positions.PositionOf(one.span.end));
      const std::string written(unit.compiled.sources->Text(one.span));
      const bool found =
          std::any_of(offered.items.begin(), offered.items.end(),
                      [&](const Completion& item) { return item.label == written; });
      EXPECT_TRUE(found) << unit.compiled.sources->Describe(one.span) << " " << written;
      EXPECT_EQ(offered.replace, document.positions.RangeOf(one.span));
    }
  }
}

TEST(EditorLaws, HoversKnowEverything) {
  for (const std::string& folder : test::ShippedModels()) {
    Workspace workspace(folder, "main.ent");
    const Analysis& analysis = workspace.Current();
    const Unit& unit = *analysis.units.front();
    const std::size_t stride = folder.ends_with("northeast_asia") ? 11 : 1;
    for (std::size_t i = 0; i < unit.names.occurrences().size(); i += stride) {
      const Occurrence& one = unit.names.occurrences()[i];
      if (!one.thing.valid()) continue;
      const Document& document = analysis.At(unit, one.span.file);
      const auto hover = HoverAt(workspace, document, PlaceOf(analysis, one));
      ASSERT_TRUE(hover);
      EXPECT_NE(hover->markdown.find("```entente"), std::string::npos);
      const ThingKind kind = unit.names.thing(one.thing).kind;
      const bool explained = kind == ThingKind::kQuantity || kind == ThingKind::kEvent ||
                             kind == ThingKind::kIssue || kind == ThingKind::kParameter ||
                             kind == ThingKind::kLinkage || kind == ThingKind::kOutcome ||
                             kind == ThingKind::kPolicy || kind == ThingKind::kDecision;
      if (explained) {
        EXPECT_NE(hover->markdown.find("```text"), std::string::npos)
            << unit.compiled.sources->Describe(one.span);
      }
    }
  }
}

}  // namespace
}  // namespace entente::language::editor
