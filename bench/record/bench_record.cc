// Import of coded events behind a stopwatch.
//   bench_record generate ROWS FILE   writes rows in the layout of ICEWS: sorted by day, 24,000
//   actors
//                                     of 190 countries with the long tail that real data have
//   bench_record import FILE STORE    imports it into a new store and reads it back; prints one
//   line
//                                     of JSON: seconds by the clock and of the processor, peak
//                                     memory
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "base/calendar.h"
#include "base/hash.h"
#include "record/import.h"
#include "record/series/series.h"

namespace {

using entente::SplitMix64;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  double Uniform() { return static_cast<double>(Next() >> 11U) * 0x1.0p-53; }
  // Small numbers often, large ones seldom.
  std::uint64_t Skewed(std::uint64_t n) {
    const double u = Uniform();
    return static_cast<std::uint64_t>(static_cast<double>(n) * u * u * u);
  }

 private:
  std::uint64_t Next() { return SplitMix64(state_ += 0x9e3779b97f4a7c15ULL); }
  std::uint64_t state_;
};

int Generate(std::uint64_t rows, const char* path) {
  std::FILE* file = std::fopen(path, "wb");
  if (file == nullptr) return 1;
  std::fputs("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t"
             "CAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\t"
             "Sentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n",
             file);
  Dice dice(1);
  const std::int64_t first = entente::DayNumber({2018, 1, 1});
  const auto actor = [&] {
    const std::uint64_t country = dice.Skewed(190), who = dice.Skewed(128);
    return who == 0 ? fmt::format("Country {0}\tNA\tCountry {0}", country)
                    : fmt::format("Minister number {1} (Country {0})\tGovernment,Executive,"
                                  "Ministry {2}\tCountry {0}", country, who, who % 17);
  };
  for (std::uint64_t i = 0; i < rows; ++i) {
    const std::int64_t day = first + static_cast<std::int64_t>(i * 365 / rows);
    const auto root = 1 + dice.Skewed(20);
    fmt::print(file,
               "{}\t{}\t{}\tEngage in something of kind {}\t{:02}{}\t{:.1f}\t{}\t{}\t{}\t"
               "News agency number {}\tCity {}\tNA\tProvince\tCountry\t{:.4f}\t{:.4f}\n",
               30'000'000 + i, entente::FormatDate(entente::CivilFromDayNumber(day)), actor(), root,
               root, dice.Skewed(10), 10 - static_cast<double>(root), actor(), 40'000'000 + i / 3,
               1 + i % 6, dice.Skewed(300), dice.Skewed(3000), 90 * dice.Uniform(),
               180 * dice.Uniform());
  }
  return std::fclose(file) == 0 ? 0 : 1;
}

double ProcessorSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double PeakMegabytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

int Import(const char* path, const char* target) {
  using namespace entente::record;
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(std::string(target) + suffix);
  }
  const auto fail = [](const entente::Error& error) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return 1;
  };
  const auto start = Clock::now();
  entente::Result<Store> store = Store::Open(target, Access::kWrite);
  if (!store) return fail(store.error());
  const entente::Result<ImportReport> report = ImportFile(*store, path, {});
  if (!report) return fail(report.error());
  const double wall = since(start), processor = ProcessorSeconds(), memory = PeakMegabytes();
  SeriesQuery query;
  query.by = Grouping::kQuad;
  const auto reading = Clock::now();
  const entente::Result<SeriesTable> all = SeriesOf(*store, query);
  if (!all) return fail(all.error());
  const double series = since(reading);
  query.events.from = "Country 3";
  query.events.to = "Country 5";
  const auto pairing = Clock::now();
  const entente::Result<SeriesTable> pair = SeriesOf(*store, query);
  if (!pair) return fail(pair.error());
  fmt::print("{{\"rows\": {}, \"stored\": {}, \"seconds\": {:.2f}, \"processor_seconds\": {:.2f}, "
             "\"peak_mb\": {:.0f}, \"series_seconds\": {:.2f}, \"pair_seconds\": {:.3f}, "
             "\"pair_events\": {}}}\n",
             report->rows, report->stored, wall, processor, memory, series, since(pairing),
             pair->events);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "generate") == 0) {
    return Generate(std::strtoull(argv[2], nullptr, 10), argv[3]);
  }
  if (argc == 4 && std::strcmp(argv[1], "import") == 0) return Import(argv[2], argv[3]);
  std::fprintf(stderr, "usage: bench_record generate ROWS FILE | import FILE STORE\n");
  return 2;
}
