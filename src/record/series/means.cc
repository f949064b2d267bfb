#include "record/series/means.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "record/input/rows.h"
#include "record/series/cells.h"

namespace entente::record {
namespace {

constexpr std::size_t kMaxRows = 1'000'000;

const std::vector<std::string>& ColumnNames() {
  static const std::vector<std::string> kNames = {"date", "value", "series", "known_from"};
  return kNames;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string WithoutBlanks(std::string_view text) {
  std::string bare;
  std::copy_if(text.begin(), text.end(), std::back_inserter(bare),
               [](char c) { return c != ' ' && c != '\t'; });
  return bare;
}

std::optional<double> NumberIn(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

class Reader {
 public:
  Reader(const std::string& path, const model::Observation& observation,
         const std::vector<std::string>& names, std::optional<std::int64_t> known_by)
      : path_(path), observation_(observation), names_(names), known_by_(known_by) {
    own_ = WithoutBlanks(observation.provenance.name);
  }

  Result<std::vector<MeanCell>> Read(std::string_view text) {
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    bool head = true;
    while (!text.empty()) {
      ++line_;
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (Trimmed(line).empty()) continue;
      if (!CutQuoted(line, ',', scratch_, fields_)) return Fault("a quote that is not closed");
      if (const Result<void> read = head ? Head() : Row(); !read) {
        return tl::unexpected(read.error());
      }
      head = false;
      if (++rows_ > kMaxRows) return Fault(fmt::format("more than {} rows", kMaxRows));
    }
    if (head) return Fail(path_ + " is empty: write a header `date,value` and a row a cell");
    std::vector<MeanCell> cells;
    for (auto& [from, cell] : cells_) {
      cell.value /= static_cast<double>(cell.rows);
      if (!known_by_ || cell.days.to <= *known_by_) cells.push_back(cell);
    }
    return cells;
  }

 private:
  tl::unexpected<Error> Fault(const std::string& what) const {
    return Fail(fmt::format("{}:{}: {}", path_, line_, what));
  }

  Result<void> Head() {
    const std::vector<std::string>& known = ColumnNames();
    place_.assign(known.size(), -1);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::string name(Trimmed(fields_[i]));
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end()) {
        const auto near = NearestName(name, known);
        return Fault(fmt::format("`{}` is no column of a series; {}", name,
                                 near ? "did you mean `" + *near + "`?"
                                      : fmt::format("these are `{}`", fmt::join(known, "`, `"))));
      }
      std::ptrdiff_t& place = place_[static_cast<std::size_t>(found - known.begin())];
      if (place >= 0) return Fault("the column `" + name + "` stands twice");
      place = static_cast<std::ptrdiff_t>(i);
    }
    for (const std::size_t needed : {std::size_t{0}, std::size_t{1}}) {
      if (place_[needed] < 0) return Fault("the column `" + known[needed] + "` is missing");
    }
    if (place_[2] < 0 && names_.size() > 1) {
      return Fault(fmt::format("{} series of the model read this file: a column `series` must say "
                               "which a row belongs to, such as `{}`",
                               names_.size(), own_));
    }
    return {};
  }

  // Empty where the file has no such column or the row ends before it.
  std::string_view Cell(std::size_t column) const {
    const std::ptrdiff_t at = place_[column];
    if (at < 0 || static_cast<std::size_t>(at) >= fields_.size()) return {};
    return Trimmed(fields_[static_cast<std::size_t>(at)]);
  }

  Result<void> Row() {
    if (fields_.size() > static_cast<std::size_t>(
                             std::count_if(place_.begin(), place_.end(),
                                           [](std::ptrdiff_t at) { return at >= 0; }))) {
      return Fault("more cells than the header has columns");
    }
    const auto date = ParseIsoDate(std::string(Cell(0)));
    if (!date) {
      return Fault(fmt::format("`{}` is no date: write year-month-day, as in 2019-08-01", Cell(0)));
    }
    const std::optional<double> value = NumberIn(Cell(1));
    if (!value) return Fault(fmt::format("`{}` is no number", Cell(1)));
    const std::int64_t day = DayNumber(*date);
    std::int64_t known = day;
    if (!Cell(3).empty()) {
      const auto from = ParseIsoDate(std::string(Cell(3)));
      if (!from) {
        return Fault(fmt::format("`{}` is no date: write year-month-day, as in 2019-08-01", Cell(3)));
      }
      known = DayNumber(*from);
      if (known < day) return Fault("it was known before its date");
    }
    if (place_[2] >= 0) {
      const std::string series = WithoutBlanks(Cell(2));
      if (std::none_of(names_.begin(), names_.end(),
                       [&](const std::string& name) { return WithoutBlanks(name) == series; })) {
        const auto near = NearestName(series, names_);
        return Fault(fmt::format("the model observes no `{}` from this file{}", series,
                                 near ? "; did you mean `" + *near + "`?" : ""));
      }
      if (series != own_) return {};
    }
    if (known_by_ && known > *known_by_) return {};
    const DaySpan days = CellOf(day, observation_.period);
    MeanCell& cell = cells_[days.from];
    cell.days = days;
    cell.value += *value;
    ++cell.rows;
    return {};
  }

  const std::string& path_;
  const model::Observation& observation_;
  const std::vector<std::string>& names_;
  const std::optional<std::int64_t> known_by_;
  std::string own_;
  std::size_t line_ = 0, rows_ = 0;
  std::vector<std::ptrdiff_t> place_;  // by column: field, or −1
  std::string scratch_;
  std::vector<std::string_view> fields_;
  std::map<std::int64_t, MeanCell> cells_;  // by first day
};

}  // namespace

Result<std::vector<MeanCell>> ReadMeans(std::string_view text, const std::string& path,
                                        const model::Observation& observation,
                                        const std::vector<std::string>& names,
                                        std::optional<std::int64_t> known_by) {
  return Reader(path, observation, names, known_by).Read(text);
}

}  // namespace entente::record
