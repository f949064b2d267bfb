// The codebook against the data that were coded with it, and the maps to actors and tracks.
#include <gtest/gtest.h>

#include <cmath>

#include "record/actors/actor_map.h"
#include "record/codebook/codebook.h"
#include "record/data.h"
#include "record/input/fields.h"
#include "record/tracks/track_map.h"

namespace entente::record {
namespace {

using CodebookTest = RecordTest;

TEST_F(CodebookTest, PublishedEntries) {
  const Codebook& book = Codebook::Get();
  EXPECT_EQ(book.NameOf("010"), "Make statement");
  EXPECT_EQ(book.GoldsteinOf("010"), 0.0);
  EXPECT_EQ(book.NameOf("10"), "DEMAND");  // codes are text
  EXPECT_EQ(book.GoldsteinOf("190"), -10.0);
  EXPECT_EQ(book.QuadOf("010"), Quad::kVerbalCooperation);
  EXPECT_EQ(book.QuadOf("10"), Quad::kVerbalConflict);
  EXPECT_EQ(book.QuadOf("0632"), Quad::kMaterialCooperation);
  EXPECT_EQ(book.QuadOf("145"), Quad::kMaterialConflict);
  EXPECT_EQ(book.PloverOf("112"), "ACCUSE");
  EXPECT_EQ(book.PloverOf("0841"), "RETREAT");
  EXPECT_EQ(book.PloverOf("081"), "CONCEDE");
  EXPECT_EQ(book.PloverOf("010"), "");
  EXPECT_EQ(book.QuadOf("CONSULT"), Quad::kVerbalCooperation);
  EXPECT_EQ(book.QuadOf("RETREAT"), Quad::kMaterialCooperation);
  EXPECT_EQ(book.plover_classes().size(), 16U);
  EXPECT_EQ(book.Roots().size(), 20U);
  EXPECT_EQ(book.CodeNamed("Make_statement"), "010");
  EXPECT_TRUE(std::isnan(book.GoldsteinOf("999")));
  EXPECT_EQ(book.QuadOf(""), Quad::kNone);
}

TEST_F(CodebookTest, WeightsAreThoseOfTheRealData) {
  ENTENTE_NEEDS_DATA(path, "events/samples/icews_2018_sample.tab");
  std::size_t checked = 0;
  const auto report = ReadEvents(path, {}, [&](const Event& event) {
    EXPECT_EQ(Codebook::Get().GoldsteinOf(event.code), event.goldstein) << event.code;
    EXPECT_EQ(Lower(Codebook::Get().NameOf(event.code)), Lower(event.text)) << event.code;
    ++checked;
    return true;
  });
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(checked, 3705U);
}

TEST_F(CodebookTest, CategoriesAreCheckedAndHoldWhatTheySay) {
  const auto material = Categories::Of({"material_conflict", "Consult", "023"});
  ASSERT_TRUE(material.has_value());
  for (const char* code : {"190", "145", "040", "0231", "023", "CONSULT", "ASSAULT"}) {
    EXPECT_TRUE(material->Contain(code)) << code;
  }
  for (const char* code : {"010", "02", "020", "112", "ACCUSE", ""}) {
    EXPECT_FALSE(material->Contain(code)) << code;
  }
  EXPECT_TRUE(Categories::Of({})->Contain("anything"));
  const auto wrong = Categories::Of({"quarrels"});
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("`quarrels`"), std::string::npos);
  EXPECT_FALSE(Categories::Of({"21"}).has_value());
}

TEST_F(CodebookTest, ActorMapFirstRowThatFits) {
  const auto map = ActorMap::Parse(
      "# who is who\nname\tcountry\tsector\tactor\n"
      "Blue House\t*\t*\t-\n"
      "*\tSouth Korea\tCourts\tcourts\n"
      "*\tSouth Korea\t*\tKOR\n"
      "South Korea\t*\t*\tKOR\n"
      "*\t*\tPirates\tPIR\n",
      "actors.tsv", {"KOR", "courts", "PIR"});
  ASSERT_TRUE(map.has_value()) << map.error().message;
  const auto find = [&](std::string_view name, std::string_view country, std::string_view sectors) {
    return std::string(map->Find({name, sectors, country, {}, {}}));
  };
  EXPECT_EQ(find("Judge", "South Korea", "Government, Courts"), "courts");
  EXPECT_EQ(find("Judge", "south korea", "Government"), "KOR");
  EXPECT_EQ(find("SOUTH KOREA", "", ""), "KOR");
  EXPECT_EQ(find("Blue House", "South Korea", "Courts"), "-");
  EXPECT_EQ(find("Jack", "Somalia", "Pirates"), "PIR");
  EXPECT_EQ(find("Jack", "South Korea", "Pirates"), "KOR");  // the earlier row
  EXPECT_EQ(find("Judge", "Japan", "Courts"), "");
  EXPECT_EQ(map->actors(), (std::vector<std::string>{"courts", "KOR", "PIR"}));
}

TEST_F(CodebookTest, MapsSayWhereTheyAreWrong) {
  const auto unknown = ActorMap::Parse("a\t*\t*\tKRO\n", "m/actors.tsv", {"KOR"});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().message, "`m/actors.tsv`, line 1: the model has no actor `KRO`; it has "
                                     "KOR");
  EXPECT_FALSE(ActorMap::Parse("a\t*\tKOR\n", "x").has_value());
  EXPECT_FALSE(TrackMap::Parse("quarrels\tsecurity\n", "x").has_value());
  EXPECT_FALSE(TrackMap::Parse("01\tsecurity\n01\teconomy\n", "x").has_value());
  const auto tracks = TrackMap::Parse("code\ttrack\n03\tsecurity\n0311\teconomy\n0312\t-\n", "x");
  ASSERT_TRUE(tracks.has_value());
  EXPECT_EQ(tracks->Find("031"), "security");
  EXPECT_EQ(tracks->Find("0311"), "economy");
  EXPECT_EQ(tracks->Find("0312"), "");
  EXPECT_EQ(tracks->Find("04"), "");
}

}  // namespace
}  // namespace entente::record
