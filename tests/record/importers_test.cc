// Every importer on a table whose events are known, recognised by itself and by name; the real
// samples where they are there.
#include <gtest/gtest.h>

#include <algorithm>

#include "record/data.h"
#include "record/importers/registry.h"

namespace entente::record {
namespace {

using RecordImporters = RecordTest;

// A GDELT row: `columns` is 57, 58 or 61.
std::string GdeltRow(std::size_t columns, const std::string& day, const std::string& added,
                     const std::string& code, const std::string& weight,
                     const std::string& target_country = "KOR") {
  std::vector<std::string> fields(columns);
  fields[0] = "564111644";
  fields[1] = day;
  fields[5] = "JPNGOV";
  fields[6] = "JAPAN";
  fields[7] = "JPN";
  fields[12] = "GOV";
  fields[13] = "MIL";
  if (!target_country.empty()) {
    fields[15] = target_country;
    fields[17] = target_country;
  }
  fields[26] = code;
  fields[30] = weight;
  fields[columns == 61 ? 59 : 56] = added;
  std::string row;
  for (std::size_t i = 0; i < columns; ++i) row += (i == 0 ? "" : "\t") + fields[i];
  return row + "\n";
}

Result<ImportReport> ReadInto(std::vector<std::string>& lines, std::string_view text,
                              const ImportOptions& options = {}) {
  return ReadEventsFrom(text, "table", options, [&](const Event& event) {
    lines.push_back(EventLine(event) + "|" + std::string(event.source.sectors) + "|" +
                    std::string(event.source.level) + "|" +
                    FormatDate(CivilFromDayNumber(event.known_from)));
    return true;
  });
}

TEST_F(RecordImporters, GdeltOfBothVersions) {
  for (const std::size_t columns : {57U, 58U, 61U}) {
    const std::string added = columns == 61 ? "20180603141500" : "20180603";
    std::vector<std::string> lines;
    const auto report =
        ReadInto(lines, GdeltRow(columns, "20180601", added, "010", "0.0") +
                            GdeltRow(columns, "20170601", added, "1122", "-2", ""));
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->format, columns == 61 ? "gdelt2" : "gdelt1");
    EXPECT_EQ(report->dataset, "gdelt");
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0], "2018-06-01|JAPAN|JPN|KOR|KOR|010|0||564111644|GOV,MIL||2018-06-03");
    EXPECT_EQ(lines[1], "2017-06-01|JAPAN|JPN|||1122|-2||564111644|GOV,MIL||2018-06-03");
    // A day's file holds a day's news: the year-old event does not stretch what it covers.
    EXPECT_EQ(report->coverage, (DaySpan{Day(2018, 6, 3), Day(2018, 6, 3)}));
    EXPECT_EQ(report->days, (DaySpan{Day(2017, 6, 1), Day(2018, 6, 1)}));
  }
}

TEST_F(RecordImporters, GdeltRealSample) {
  ENTENTE_NEEDS_DATA(path, "events/samples/gdelt1_events_sample.tab");
  Store store = MakeStore();
  const ImportReport report = MustImport(store, path);
  EXPECT_EQ(report.format, "gdelt1");
  EXPECT_EQ(report.rows, 710U);
  EXPECT_EQ(report.stored, 710U);
  EventQuery root;
  root.categories = {"17"};
  EXPECT_EQ(LinesOf(store, root).size(), 33U);  // counted from column 29 of the file
}

TEST_F(RecordImporters, Polecat) {
  const std::string text =
      "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t"
      "Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tRecipient Name\t"
      "Recipient Country\tRecipient Sectors\tPublication Date\n"
      "A1\t2023-03-16\tCONSULT\tvisit\t4.0\tV-Coop\tdiplomatic;military\tYoon Suk-yeol\tKOR\t732\t"
      "Executive\tExecutive;Government\tFumio Kishida\tJPN\tExecutive\t2023-03-17\n"
      "A2\t2023-03-16\tDANCE\t\t4.0\t\t\tA\tKOR\t\t\t\tB\tJPN\t\t2023-03-17\n";
  std::vector<std::string> lines;
  const auto report = ReadInto(lines, text);
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->format, "polecat");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(
      lines[0],
      "2023-03-16|Yoon Suk-yeol|KOR|Fumio Kishida|JPN|CONSULT|4|visit; diplomatic,military|A1|"
      "Executive,Government||2023-03-17");
  EXPECT_EQ(report->rejected[static_cast<std::size_t>(Rejection::kBadCode)], 1U);
}

TEST_F(RecordImporters, CsvByUsualNamesAndByMap) {
  std::vector<std::string> usual, told, semicolons;
  ASSERT_TRUE(ReadInto(usual, "date,source,target,code,goldstein,text\n"
                              "2018-06-01,Japan,China,010,0,\"said \"\"no\"\", then\nleft\"\n"));
  ASSERT_EQ(usual.size(), 1U);
  EXPECT_EQ(usual[0], "2018-06-01|Japan||China||010|0|said \"no\", then\nleft||||2018-06-01");
  ImportOptions options;
  options.importer.columns = {{"date", "Tag"}, {"source", "A"}, {"target", "B"}, {"code", "Art"}};
  ASSERT_TRUE(ReadInto(told, "Tag,A,B,Art,Wert\n2018-06-01,Japan,China,010,5\n", options));
  EXPECT_EQ(told[0], "2018-06-01|Japan||China||010|nan|||||2018-06-01");
  ASSERT_TRUE(
      ReadInto(semicolons, "Event Date;Actor1;Actor2;Event Code\n2018/06/01;Japan;China;17\n"));
  EXPECT_EQ(semicolons[0], "2018-06-01|Japan||China||17|nan|||||2018-06-01");
  options.importer.columns = {{"date", "Tag"}, {"wer", "A"}};
  std::vector<std::string> none;
  const auto wrong = ReadInto(none, "Tag,A,B,Art\n2018-06-01,Japan,China,010\n", options);
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("`--map wer=A`"), std::string::npos);
  options.importer.columns = {{"date", "Day"}};
  const auto absent = ReadInto(none, "Tag,A,B,Art\n2018-06-01,Japan,China,010\n", options);
  ASSERT_FALSE(absent.has_value());
  EXPECT_NE(absent.error().message.find("the header has Tag, A, B, Art"), std::string::npos);
}

TEST_F(RecordImporters, AQuoteLeftOpenCostsItsOwnLine) {
  std::string text = "date,source,target,code\n2018-06-01,\"Japan,China,010\n";
  for (int i = 0; i < 200; ++i) text += "2018-06-02,Japan,China,010\n";
  std::uint64_t events = 0;
  const auto report = ReadEventsFrom(text, "x", {}, [&](const Event&) { return ++events > 0; });
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->rejected[static_cast<std::size_t>(Rejection::kOpenQuote)], 1U);
  EXPECT_EQ(report->rejected_rows(), 1U);
  EXPECT_EQ(events, 200U);
}

TEST_F(RecordImporters, CopiesOfIcewsAreKnownByTheirColumns) {
  ENTENTE_NEEDS_DATA(path, "events/icews_2018.csv");
  Store store = MakeStore();
  const ImportReport report = MustImport(store, path);
  EXPECT_EQ(report.format, "csv");
  EXPECT_EQ(report.dataset, "icews");
  EXPECT_EQ(report.rows, 38'088U);
  EXPECT_EQ(report.stored, 38'088U);
  EXPECT_EQ(report.coverage, (DaySpan{Day(2018, 1, 1), Day(2018, 10, 31)}));
  EventQuery japan;
  japan.from = "JPN";  // the country; `Japan` is the name
  EXPECT_EQ(LinesOf(store, japan).size(), 3245U);
  japan.from = "japan";
  EXPECT_EQ(LinesOf(store, japan).size(), 1289U);
}

TEST_F(RecordImporters, Quadruples) {
  Write("bench/entity2id.txt", "Japan\t0\nPolice_(Japan)\t1\nChina\t2\n");
  Write("bench/relation2id.txt", "Make_statement\t0\nEngage_in_symbolic_act\t1\nDance\t2\n");
  Write("bench/train.txt", "0\t0\t2\t24\n1\t1\t2\t48\n2\t2\t0\t48\n7\t0\t0\t48\n");
  Write("bench/valid.txt", "0\t0\t2\t96\t0\n");
  Store store = MakeStore();
  ImportOptions options;
  const auto refused = ImportFile(store, Path("bench"), options);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("--start-date"), std::string::npos);
  options.importer.start_day = Day(2014, 1, 1);
  const ImportReport report = MustImport(store, Path("bench"), options);
  EXPECT_EQ(report.format, "quadruples");
  EXPECT_EQ(report.dataset, "bench");
  EXPECT_EQ(report.rejected[static_cast<std::size_t>(Rejection::kBadCode)], 1U);
  EXPECT_EQ(report.rejected[static_cast<std::size_t>(Rejection::kUnknownId)], 1U);
  // Times 24, 48 and 96 are the first, second and fourth day. Weights come from the codebook.
  EXPECT_EQ(LinesOf(store),
            (std::vector<std::string>{
                "2014-01-01|Japan|Japan|China||010|0|Make statement|",
                "2014-01-02|Police (Japan)|Japan|China||017|0|Engage in symbolic act|",
                "2014-01-04|Japan|Japan|China||010|0|Make statement|"}));
}

TEST_F(RecordImporters, QuadruplesOfTheRealBenchmark) {
  ENTENTE_NEEDS_DATA(path, "tkg/icews14");
  Store store = MakeStore();
  ImportOptions options;
  options.importer.start_day = Day(2014, 1, 1);
  const ImportReport report = MustImport(store, path, options);
  EXPECT_GE(report.rows, 74'845U + 8'514U);
  EXPECT_EQ(report.rejected_rows(), 0U);
  EXPECT_EQ(report.days.from, Day(2014, 1, 1));
}

TEST_F(RecordImporters, AWrongFormatIsNamedWithTheRightOne) {
  const std::string gdelt = GdeltRow(58, "20180601", "20180603", "010", "0.0");
  ImportOptions options;
  options.format = "icews";
  std::vector<std::string> lines;
  const auto wrong = ReadInto(lines, gdelt, options);
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("58 columns, expected 20"), std::string::npos)
      << wrong.error().message;
  EXPECT_NE(wrong.error().message.find("`--format gdelt1`"), std::string::npos);
  options.format = "icew";
  EXPECT_FALSE(ReadInto(lines, gdelt, options).has_value());
  EXPECT_FALSE(ReadInto(lines, "just\nsome\ntext\n").has_value());
  EXPECT_FALSE(ReadInto(lines, "").has_value());
  EXPECT_TRUE(lines.empty());
}

TEST_F(RecordImporters, EveryImporterSaysWhatItIs) {
  for (const Importer* importer : Importers()) {
    EXPECT_EQ(FindImporter(importer->name), importer);
    EXPECT_FALSE(importer->columns.empty()) << importer->name;
    EXPECT_NE(std::string(importer->summary), "");
    EXPECT_NE(std::string(importer->recognised), "");
    // None takes an empty file, or a poem, for its own.
    EXPECT_EQ(importer->recognise({"x", {}}), 0.0) << importer->name;
    EXPECT_EQ(importer->recognise({"x", {"Roses are red", "violets are blue"}}), 0.0);
  }
}

}  // namespace
}  // namespace entente::record
