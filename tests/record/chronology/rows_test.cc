// Reading a chronology's cells: RFC 4180, and every cell at its place.
#include "record/chronology/rows.h"

#include <gtest/gtest.h>

namespace entente::record {
namespace {

std::string FaultOf(std::string_view text) {
  const auto rows = ReadChronologyRows(text);
  return rows ? std::string("none") : rows.error().message;
}

TEST(ChronologyRows, CellsKeepTheirPlaces) {
  const auto rows = ReadChronologyRows(
      "\xef\xbb\xbf"
      "what,date, source\r\n"
      "gsomia ,2019-08-22,\"a, b \"\"c\"\"\"\r\n"
      "\r\n"
      "é,2019-08-23,\"two\nlines\"\n"
      "last,2020-01-01");
  ASSERT_TRUE(rows.has_value()) << rows.error().message;
  ASSERT_EQ(rows->size(), 3u);
  const ChronologyRow& first = rows->at(0);
  EXPECT_EQ(first.line, 2);
  EXPECT_EQ(first.cell(Column::kWhat), "gsomia");
  EXPECT_EQ(first.cell(Column::kDate), "2019-08-22");
  EXPECT_EQ(first.cell(Column::kSource), "a, b \"c\"");
  EXPECT_EQ(first.cell(Column::kKnownFrom), "");
  EXPECT_EQ(first.column(Column::kDate), 9);
  // Columns count code points, not bytes; the blank line counts as a line.
  EXPECT_EQ(rows->at(1).line, 4);
  EXPECT_EQ(rows->at(1).column(Column::kDate), 3);
  EXPECT_EQ(rows->at(1).cell(Column::kSource), "two\nlines");
  EXPECT_EQ(rows->at(2).line, 6);
  EXPECT_EQ(rows->at(2).cell(Column::kSource), "");
}

TEST(ChronologyRows, WhatIsNoTableIsRefusedAtItsPlace) {
  EXPECT_EQ(FaultOf("").substr(0, 4), "1:1:");
  EXPECT_EQ(FaultOf("date,what,whence\n").substr(0, 28), "1:11: `whence` is no column ");
  EXPECT_EQ(FaultOf("date,what,date\n"), "1:11: the column `date` stands twice");
  EXPECT_EQ(FaultOf("date,from\n"), "1:1: the column `what` is missing");
  EXPECT_EQ(FaultOf("date,what\n2019-01-01,\"x\n"), "2:12: a quote that is not closed");
  EXPECT_EQ(FaultOf("date,what\n2019-01-01,\"x\"y\n").substr(0, 31),
            "2:15: text after a closing quot");
  EXPECT_EQ(FaultOf("date,what\n"), "none");
  const auto rows = ReadChronologyRows("date,what\n2019-01-01,x,y\n");
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->front().surplus_column, 14);
}

}  // namespace
}  // namespace entente::record
