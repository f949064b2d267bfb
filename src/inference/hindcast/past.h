// What a forecaster may see: counted acts by day up to an origin, and nothing after it. The only
// way to get one is to cut a record, which copies what lies before; so no forecaster can look
// ahead, whatever it does (the vintage lock).
#ifndef ENTENTE_INFERENCE_HINDCAST_PAST_H_
#define ENTENTE_INFERENCE_HINDCAST_PAST_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "inference/hawkes/daily.h"
#include "inference/scores/predictive.h"

namespace entente::inference {

// Daily counts of some series of acts ("KOR to JPN, conflict").
struct ActsRecord {
  std::int64_t first_day = 0;       // day number (base/calendar.h) of acts' day 0
  std::vector<std::string> series;  // names; acts.dimensions of them
  DailyActs acts;
  std::vector<bool> missing;  // days that the source does not cover, not zeros; empty: none
  std::int64_t end_day() const { return first_day + static_cast<std::int64_t>(acts.days); }
};

// The record before the origin: days first_day … origin − 1.
class Past {
 public:
  Past(const ActsRecord& whole, std::int64_t origin);
  const ActsRecord& record() const { return record_; }
  std::int64_t origin() const { return origin_; }

 private:
  ActsRecord record_;
  std::int64_t origin_;
};

// What is asked: the number of acts of some series, in the calendar month that begins `lead` − 1
// months after the origin (lead 1: the month that begins at the origin), or in all months up to it.
struct Question {
  std::vector<std::size_t> series;
  int lead_months = 1;
  bool cumulative = false;
};

// The days of a question's window, [from, to), as day numbers. The origin is a first of a month.
struct Window {
  std::int64_t from = 0, to = 0;
};
Window WindowOf(const Question& question, std::int64_t origin);

// Acts of the series in a window; NaN unless every day of it is in the record and covered.
double CountIn(const ActsRecord& record, std::span<const std::size_t> series, Window window);

// Something that forecasts counts. It must give the same answers for the same past and seed.
struct Forecaster {
  std::string name;     // "conflictology"
  std::string summary;  // one line: what it assumes
  // One predictive law for each question, in their order.
  std::function<std::vector<Predictive>(const Past&, std::span<const Question>, std::uint64_t seed)>
      forecast;
};

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HINDCAST_PAST_H_
