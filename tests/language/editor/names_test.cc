// Every name of every shipped model is found, and means something of that name.
#include "language/editor/names.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "language/editor/answers.h"
#include "language/editor/shipped_models.h"

namespace entente::language::editor {
namespace {

TEST(NamesOfShippedModels, NoneIsUnknown) {
  for (const std::string& folder : test::ShippedModels()) {
    Workspace workspace(folder, "main.ent");
    const Analysis& analysis = workspace.Current();
    ASSERT_FALSE(analysis.units.empty()) << folder;
    const Unit& unit = *analysis.units.front();
    EXPECT_TRUE(unit.compiled.ok()) << folder;
    EXPECT_GT(unit.names.occurrences().size(), 10U) << folder;
    for (const Occurrence& one : unit.names.occurrences()) {
      EXPECT_NE(one.role, Role::kUnknown)
          << unit.compiled.sources->Describe(one.span) << " "
          << unit.compiled.sources->Text(one.span);
    }
  }
}

TEST(NamesOfShippedModels, StandWhereTheyAreWritten) {
  for (const std::string& folder : test::ShippedModels()) {
    Workspace workspace(folder, "main.ent");
    const Unit& unit = *workspace.Current().units.front();
    for (const Occurrence& one : unit.names.occurrences()) {
      if (!one.thing.valid()) continue;
      const std::string_view written = unit.compiled.sources->Text(one.span);
      const Thing& thing = unit.names.thing(one.thing);
      const bool plural = thing.kind == ThingKind::kActorKind && written == thing.name + "s";
      EXPECT_TRUE(written == thing.name || plural)
          << unit.compiled.sources->Describe(one.span) << " " << written << " is " << thing.name;
    }
  }
}

}  // namespace
}  // namespace entente::language::editor
