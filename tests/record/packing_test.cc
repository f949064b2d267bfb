// Plain, gzip and zip files give the same events; damaged ones give an error and leave the store as
// it was.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zip.h>
#include <zlib.h>

#include <csignal>
#include <map>

#include "record/data.h"
#include "record/input/byte_source.h"
#include "record/input/lines.h"
#include "record/input/rows.h"
#include "record/output/zip_bytes.h"

namespace entente::record {
namespace {

using Packing = RecordTest;

std::string ManyRows(int rows) {
  std::string text = kIcewsHeader;
  for (int i = 0; i < rows; ++i) {
    text += IcewsRow(i, i % 2 == 0 ? "2018-06-01" : "2018-06-02", "Actor " + std::to_string(i % 37),
                     "Japan", "Actor " + std::to_string(i % 41), "China", "010", "0");
  }
  return text;
}

std::string Gzipped(const std::string& text) {
  std::string packed(compressBound(text.size()) + 64, '\0');
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

void MakeZip(const std::string& path,
             const std::vector<std::pair<std::string, std::string>>& files) {
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  ASSERT_NE(archive, nullptr);
  for (const auto& [name, text] : files) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    ASSERT_GE(zip_file_add(archive, name.c_str(), source, 0), 0);
  }
  ASSERT_EQ(zip_close(archive), 0);
}

TEST_F(Packing, GzipAndZipAreThePlainFile) {
  const std::string text = ManyRows(5000);
  Store plain = MakeStore("plain.db"), gzip = MakeStore("gzip.db"), zip = MakeStore("zip.db");
  MustImport(plain, Write("a.tab", text));
  MustImport(gzip, Write("a.tab.gz", Gzipped(text)));
  MakeZip(Path("a.zip"), {{"folder/a.tab", text}});
  MustImport(zip, Path("a.zip"));
  EXPECT_EQ(LinesOf(plain).size(), 5000U);
  EXPECT_EQ(LinesOf(gzip), LinesOf(plain));
  EXPECT_EQ(LinesOf(zip), LinesOf(plain));
  // The same content in another packing is known already, and is listed once.
  EXPECT_EQ(MustImport(plain, Path("a.tab.gz")).known, 5000U);
  EXPECT_EQ(MustImport(plain, Path("a.zip")).known, 5000U);
  EXPECT_EQ(plain.Files("icews")->size(), 1U);
}

TEST_F(Packing, TextsArePackedAndComeBack) {
  const std::map<std::string, std::string> files{
      {"m/main.ent", "system m\n"}, {"m/empty.csv", ""}, {"m/data/é.csv", std::string(300'000, 'x')}};
  const Result<std::string> bytes = ZipBytesOf(files);
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_LT(bytes->size(), 20'000U);
  EXPECT_EQ(*ZipBytesOf(files), *bytes);  // no date of today
  zip_t* archive = zip_open(Write("m.zip", *bytes).c_str(), ZIP_RDONLY, nullptr);
  ASSERT_NE(archive, nullptr);
  EXPECT_EQ(zip_get_num_entries(archive, 0), 3);
  for (const auto& [path, text] : files) {
    zip_file_t* file = zip_fopen(archive, path.c_str(), 0);
    ASSERT_NE(file, nullptr) << path;
    std::string read(text.size() + 1, '\0');
    EXPECT_EQ(zip_fread(file, read.data(), read.size()), static_cast<zip_int64_t>(text.size()));
    read.resize(text.size());
    EXPECT_EQ(read, text) << path;
    zip_fclose(file);
  }
  zip_discard(archive);
  zip_t* none = zip_open(Write("none.zip", *ZipBytesOf({})).c_str(), ZIP_RDONLY, nullptr);
  ASSERT_NE(none, nullptr);
  EXPECT_EQ(zip_get_num_entries(none, 0), 0);
  zip_discard(none);
}

TEST_F(Packing, SeveralGzipMembersAndSeveralFilesInAZip) {
  const std::string first = ManyRows(100), second = kIcewsHeader + IcewsRow(1000, "2018-06-03", "A",
      "Japan", "B", "China", "17", "-7");
  Store gzip = MakeStore("gzip.db"), zip = MakeStore("zip.db");
  const std::string row = second.substr(std::string(kIcewsHeader).size());
  MustImport(gzip, Write("ab.gz", Gzipped(first) + Gzipped(row)));
  MakeZip(Path("ab.zip"), {{"a.tab", first}, {"b.tab", second}});
  MustImport(zip, Path("ab.zip"));
  EXPECT_EQ(LinesOf(gzip).size(), 101U);
  EXPECT_EQ(LinesOf(zip), LinesOf(gzip));
}

TEST_F(Packing, WhatIsDamagedIsRefusedWhole) {
  const std::string text = ManyRows(20'000);
  const std::string packed = Gzipped(text);
  std::string flipped = packed;
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i) flipped[i] ^= 0x55;
  MakeZip(Path("whole.zip"), {{"a.tab", text}});
  const std::string zipped = ReadText(Path("whole.zip"));
  Store store = MakeStore();
  for (const auto& [name, bytes] :
       {std::pair{"cut.gz", packed.substr(0, packed.size() - 30)},
        std::pair{"flipped.gz", flipped},
        std::pair{"cut.zip", zipped.substr(0, zipped.size() / 2)}}) {
    const auto report = ImportFile(store, Write(name, bytes), {});
    ASSERT_FALSE(report.has_value()) << name;
    EXPECT_NE(report.error().message.find(name), std::string::npos) << report.error().message;
    EXPECT_TRUE(store.Datasets()->empty()) << name;
  }
}

// A file that can not grow is what a full disk looks like to the store.
TEST_F(Packing, AFullDiskLosesNothingAndLeavesNoHalf) {
  Store store = MakeStore();
  MustImport(store, Write("first.tab", ManyRows(100)));
  const auto before = LinesOf(store);
  std::string text = kIcewsHeader;
  for (int i = 0; i < 120'000; ++i) {
    text += IcewsRow(1'000'000 + i, "2018-06-0" + std::to_string(3 + i % 7), "A", "Japan", "B",
                     "China", "010", "0");
  }
  const std::string path = Write("second.tab", text);
  rlimit old = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  const rlimit small = {3U << 20U, old.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto report = ImportFile(store, path, {});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(report.has_value());
  EXPECT_NE(report.error().message.find("disk"), std::string::npos) << report.error().message;
  EXPECT_EQ(LinesOf(store), before);
  EXPECT_EQ(MustImport(store, path).stored, 120'000U);  // there is room again
}

TEST_F(Packing, Utf8IsToldFromLatin1) {
  for (const char* good : {"", "plain", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
                           "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (const char* bad : {"caf\xe9", "\xc0\xaf", "\xc3", "\xe2\x82", "\xed\xa0\x80",
                          "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "12345678\xff"}) {
    EXPECT_FALSE(IsUtf8(bad)) << bad;
  }
  std::string decoded;
  DecodeLatin1("caf\xe9", decoded);
  EXPECT_EQ(decoded, "caf\xc3\xa9");
}

TEST_F(Packing, LinesAcrossBlocks) {
  // Lines around the size of a block, with a last one that has no end.
  std::string text;
  std::vector<std::size_t> lengths = {(1U << 18U) - 1, 1U << 18U, (1U << 18U) + 1, 0, 7, 3U << 18U};
  for (const std::size_t length : lengths) text += std::string(length, 'a') + "\n";
  text += "end";
  lengths.push_back(3);
  const auto bytes = BytesOf(text);
  LineReader lines(*bytes);
  Line line;
  for (const std::size_t length : lengths) {
    ASSERT_TRUE(*lines.Next(line));
    EXPECT_EQ(line.text.size(), length);
    EXPECT_FALSE(line.too_long);
  }
  EXPECT_FALSE(*lines.Next(line));
}

TEST_F(Packing, QuotedFields) {
  std::string scratch;
  std::vector<std::string_view> fields;
  const auto cut = [&](std::string_view text) {
    EXPECT_TRUE(CutQuoted(text, ',', scratch, fields)) << text;
    std::string joined;
    for (const std::string_view field : fields) joined += "[" + std::string(field) + "]";
    return joined;
  };
  EXPECT_EQ(cut("a,b"), "[a][b]");
  EXPECT_EQ(cut(""), "[]");
  EXPECT_EQ(cut(","), "[][]");
  EXPECT_EQ(cut("\"a,b\",c"), "[a,b][c]");
  EXPECT_EQ(cut("\"a\"\"b\",\"\""), "[a\"b][]");
  EXPECT_EQ(cut("a\"b,c"), "[a\"b][c]");
  EXPECT_FALSE(CutQuoted("a,\"b", ',', scratch, fields));
  EXPECT_FALSE(CutQuoted("\"a\"\"", ',', scratch, fields));
}

}  // namespace
}  // namespace entente::record
