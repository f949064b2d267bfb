// The ICEWS importer and the store together, on the real sample and on rows made here.
#include <gtest/gtest.h>

#include <algorithm>

#include "record/data.h"

namespace entente::record {
namespace {

using Icews = RecordTest;

TEST_F(Icews, EveryRowOfTheRealSampleIsRead) {
  ENTENTE_NEEDS_DATA(path, "events/samples/icews_2018_sample.tab");
  Store store = MakeStore();
  const ImportReport report = MustImport(store, path);
  EXPECT_EQ(report.format, "icews");
  EXPECT_EQ(report.dataset, "icews");
  EXPECT_EQ(report.rows, 3705U);
  EXPECT_EQ(report.stored, 3705U);
  EXPECT_EQ(report.rejected_rows(), 0U);
  EXPECT_EQ(report.days.from, Day(2018, 6, 1));
  EXPECT_EQ(LinesOf(store).size(), 3705U);
  // Known from the file by other means: rows by code, and the codes' leading zeros.
  EventQuery statements;
  statements.categories = {"010"};
  EXPECT_EQ(LinesOf(store, statements).size(), 528U);
  EventQuery demands;
  demands.categories = {"10"};
  for (const std::string& line : LinesOf(store, demands)) {
    EXPECT_EQ(line.find("|010|"), std::string::npos) << line;
  }
}

TEST_F(Icews, ImportingTwiceIsImportingOnce) {
  ENTENTE_NEEDS_DATA(path, "events/samples/icews_2018_sample.tab");
  Store store = MakeStore();
  MustImport(store, path);
  const auto before = LinesOf(store);
  const ImportReport again = MustImport(store, path);
  EXPECT_EQ(again.stored, 0U);
  EXPECT_EQ(again.known, 3705U);
  EXPECT_EQ(LinesOf(store), before);
  EXPECT_EQ(store.Files("icews")->size(), 1U);
}

TEST_F(Icews, TheOrderOfRowsDoesNotMatter) {
  std::vector<std::string> rows;
  for (int i = 0; i < 200; ++i) {
    rows.push_back(IcewsRow(i, i % 3 == 0 ? "2018-06-02" : "2018-06-01", "Japan", "Japan",
                            "South Korea", "South Korea", i % 2 == 0 ? "010" : "112", "-2"));
  }
  std::string forward = kIcewsHeader, backward = kIcewsHeader;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    forward += rows[i];
    backward += rows[rows.size() - 1 - i];
  }
  Store a = MakeStore("a.db"), b = MakeStore("b.db");
  MustImport(a, Write("forward.tab", forward));
  MustImport(b, Write("backward.tab", backward));
  EXPECT_EQ(LinesOf(a).size(), 200U);
  EXPECT_EQ(LinesOf(a), LinesOf(b));
}

TEST_F(Icews, WhatCanNotBeReadIsCountedByReason) {
  std::string text = kIcewsHeader;
  text += IcewsRow(1, "2018-06-01", "Japan", "Japan", "China", "China", "010", "0");
  text += IcewsRow(2, "2018-02-30", "Japan", "Japan", "China", "China", "010", "0");
  text += IcewsRow(3, "2018-06-01", "Japan", "Japan", "China", "China", "21", "0");
  text += IcewsRow(4, "2018-06-01", "Japan", "Japan", "China", "China", "010", "eleven");
  text += IcewsRow(5, "2018-06-01", "Japan", "Japan", "China", "China", "010", "11");
  text += IcewsRow(6, "2018-06-01", "NA", "NA", "NA", "NA", "010", "0");
  text += "7\t2018-06-01\tJapan\n";
  std::string nul = IcewsRow(8, "2018-06-01", "Japan", "Japan", "China", "China", "010", "0");
  nul[5] = '\0';
  text += nul;
  text += std::string(2U << 20U, 'x') + "\n";
  text += IcewsRow(9, "2018-06-01", "Japan", "Japan", "China", "China", "010", "0");
  text += IcewsRow(9, "2018-06-01", "Japan", "Japan", "China", "China", "010", "0");
  text += IcewsRow(10, "2018-06-01", "Japan", "Japan", "China", "China", "010", "0").substr(0, 40);
  Store store = MakeStore();
  const ImportReport report = MustImport(store, Write("bad.tab", text));
  EXPECT_EQ(report.rows, 12U);
  EXPECT_EQ(report.stored, 2U);
  EXPECT_EQ(report.repeated, 1U);
  const auto count = [&](Rejection why) { return report.rejected[static_cast<std::size_t>(why)]; };
  EXPECT_EQ(count(Rejection::kBadDate), 1U);
  EXPECT_EQ(count(Rejection::kBadCode), 1U);
  EXPECT_EQ(count(Rejection::kBadNumber), 2U);
  EXPECT_EQ(count(Rejection::kNoActor), 1U);
  EXPECT_EQ(count(Rejection::kWrongColumns), 2U);
  EXPECT_EQ(count(Rejection::kNulByte), 1U);
  EXPECT_EQ(count(Rejection::kTooLong), 1U);
  EXPECT_EQ(report.rejected_rows(), 9U);
  ASSERT_EQ(report.shown.size(), 9U);
  EXPECT_EQ(report.shown[0].line, 3U);
  EXPECT_NE(report.shown[0].detail.find("2018-02-30"), std::string::npos);
  EXPECT_EQ(report.shown[6].line, 9U);
}

TEST_F(Icews, StrictKeepsNothing) {
  std::string text = kIcewsHeader;
  text += IcewsRow(1, "2018-06-01", "Japan", "Japan", "China", "China", "010", "0");
  text += IcewsRow(2, "2018-13-01", "Japan", "Japan", "China", "China", "010", "0");
  Store store = MakeStore();
  ImportOptions options;
  options.strict = true;
  const auto report = ImportFile(store, Write("bad.tab", text), options);
  ASSERT_FALSE(report.has_value());
  EXPECT_NE(report.error().message.find("line 3"), std::string::npos) << report.error().message;
  EXPECT_TRUE(store.Datasets()->empty());
}

TEST_F(Icews, LineEndingsMarksAndEncodingsDoNotMatter) {
  const std::string row =
      IcewsRow(1, "2018-06-01", "Jos\xc3\xa9", "Per\xc3\xba", "Japan", "Japan", "010", "0");
  std::string latin = row, windows = row;
  for (const auto& [from, to] : {std::pair{"\xc3\xa9", "\xe9"}, std::pair{"\xc3\xba", "\xfa"}}) {
    latin.replace(latin.find(from), 2, to);
  }
  windows.insert(windows.size() - 1, "\r");
  const auto plain = LinesOfText(kIcewsHeader + row);
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_EQ(LinesOfText(std::string("\xef\xbb\xbf") + kIcewsHeader + windows), plain);
  EXPECT_EQ(LinesOfText(kIcewsHeader + latin), plain);
  EXPECT_EQ(LinesOfText(kIcewsHeader + row.substr(0, row.size() - 1)), plain);  // no last newline
  EXPECT_EQ(LinesOfText(row), plain);                                           // no header
  const auto report = ReadEventsFrom(kIcewsHeader + latin + row, "x", {}, [](const Event&) {
    return true;
  });
  EXPECT_EQ(report->latin1, 1U);
  const auto wide = ReadEventsFrom(std::string("\xff\xfe" "E\0v\0", 6), "x", {}, [](const Event&) {
    return true;
  });
  ASSERT_FALSE(wide.has_value());
  EXPECT_NE(wide.error().message.find("UTF-16"), std::string::npos);
}

TEST_F(Icews, AStoreOfAnotherKindIsLeftAlone) {
  const std::string text = Write("notes.db", "these are my notes, not a database at all");
  const auto opened = Store::Open(text, Access::kWrite);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().message.find("no record store"), std::string::npos);
  EXPECT_EQ(ReadText(text), "these are my notes, not a database at all");
  EXPECT_FALSE(Store::Open(Path("absent.db"), Access::kRead).has_value());
  EXPECT_FALSE(std::filesystem::exists(Path("absent.db")));
}

}  // namespace
}  // namespace entente::record
