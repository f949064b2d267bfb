// Files for the tests of the record: the real samples (skipped where they are absent), small tables
// made here, packed in each way, and a folder that goes away with the test.
#ifndef ENTENTE_TESTS_RECORD_DATA_H_
#define ENTENTE_TESTS_RECORD_DATA_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "record/import.h"
#include "record/store/store.h"

namespace entente::record {

// The folder of real data: ENTENTE_DATA, else beside the source tree.
inline std::filesystem::path DataFolder() {
  const char* named = std::getenv("ENTENTE_DATA");
  return named != nullptr ? std::filesystem::path(named)
                          : std::filesystem::path(ENTENTE_SOURCE_DIR) / ".." / "shared" / "data";
}

#define ENTENTE_NEEDS_DATA(variable, relative)                                      \
  const std::string variable = (DataFolder() / (relative)).string();                \
  if (!std::filesystem::exists(variable)) GTEST_SKIP() << "no real data at " << variable

inline std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class RecordTest : public ::testing::Test {
 protected:
  RecordTest() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("entente_record_" + std::to_string(getpid()) + "_" + info->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~RecordTest() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  std::string Write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return Path(name);
  }

  Store MakeStore(const std::string& name = "record.db") const {
    Result<Store> store = Store::Open(Path(name), Access::kWrite);
    EXPECT_TRUE(store.has_value()) << store.error().message;
    return std::move(*store);
  }

  std::filesystem::path folder_;
};

inline std::int64_t Day(std::int32_t year, std::int32_t month, std::int32_t day) {
  return DayNumber({year, month, day});
}

// One event as a line of text, for comparing.
inline std::string EventLine(const Event& event) {
  std::ostringstream text;
  text << FormatDate(CivilFromDayNumber(event.day)) << '|' << event.source.name << '|'
       << event.source.country << '|' << event.target.name << '|' << event.target.country << '|'
       << event.code << '|' << event.goldstein << '|' << event.text << '|' << event.id;
  return text.str();
}

inline std::vector<std::string> LinesOf(const Store& store, const EventQuery& query = {}) {
  std::vector<std::string> lines;
  const auto count = store.ForEachEvent(query, [&](const Event& event) {
    lines.push_back(EventLine(event));
    return true;
  });
  EXPECT_TRUE(count.has_value()) << count.error().message;
  return lines;
}

// The same events straight from the text, sorted.
inline std::vector<std::string> LinesOfText(std::string_view text,
                                            const ImportOptions& options = {}) {
  std::vector<std::string> lines;
  const auto report = ReadEventsFrom(text, "test", options, [&](const Event& event) {
    lines.push_back(EventLine(event));
    return true;
  });
  EXPECT_TRUE(report.has_value()) << report.error().message;
  return lines;
}

inline ImportReport MustImport(Store& store, const std::string& path,
                               const ImportOptions& options = {}) {
  const Result<ImportReport> report = ImportFile(store, path, options);
  EXPECT_TRUE(report.has_value()) << report.error().message;
  return report.value_or(ImportReport{});
}

// A row of the ICEWS layout.
inline std::string IcewsRow(int id, const std::string& date, const std::string& source,
                            const std::string& source_country, const std::string& target,
                            const std::string& target_country, const std::string& code,
                            const std::string& weight, const std::string& text = "Consult") {
  return std::to_string(id) + "\t" + date + "\t" + source + "\tGovernment\t" + source_country +
         "\t" + text + "\t" + code + "\t" + weight + "\t" + target + "\tNA\t" + target_country +
         "\t1\t1\tPaper\tNA\tNA\tNA\tNA\t0\t0\n";
}

inline const char* kIcewsHeader =
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\t"
    "City\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";

}  // namespace entente::record

#endif  // ENTENTE_TESTS_RECORD_DATA_H_
