#include "report/data/record_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/calendar.h"

namespace entente::report {
namespace {

struct Line {
  std::size_t number = 0;  // from 1
  std::vector<std::string> cells;
};

// Splits the text into rows of cells; an unclosed quote gives an error.
Result<std::vector<Line>> Split(std::string_view text) {
  std::vector<Line> lines;
  std::size_t number = 1;
  Line line{number, {""}};
  bool quoted = false;
  const auto end_line = [&] {
    const bool empty = line.cells.size() == 1 && line.cells[0].empty();
    if (!empty) lines.push_back(std::move(line));
    line = Line{number + 1, {""}};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    std::string& cell = line.cells.back();
    if (quoted) {
      if (c != '"') cell += c;
      else if (i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
      else quoted = false;
      if (c == '\n') ++number;
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      line.cells.emplace_back();
    } else if (c == '\n') {
      end_line();
      ++number;
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) return Fail(fmt::format("line {}: a quote is not closed", line.number));
  end_line();
  return lines;
}

}  // namespace

Result<std::vector<RecordRow>> ParseRecord(std::string_view text) {
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  Result<std::vector<Line>> lines = Split(text);
  if (!lines) return Fail(lines.error().message);
  if (lines->empty()) return Fail("the record is empty");
  constexpr std::array<const char*, 6> kNames = {"date", "what",   "from",
                                                 "to",   "source", "known_from"};
  std::array<std::size_t, 6> place{};
  const std::vector<std::string>& head = lines->front().cells;
  for (std::size_t c = 0; c < kNames.size(); ++c) {
    place[c] = static_cast<std::size_t>(std::find(head.begin(), head.end(), kNames[c]) -
                                        head.begin());
    if (c < 2 && place[c] == head.size()) {
      return Fail(fmt::format("line 1: the column `{}` is missing", kNames[c]));
    }
  }
  std::vector<RecordRow> rows;
  for (std::size_t i = 1; i < lines->size(); ++i) {
    const Line& line = (*lines)[i];
    const auto cell = [&](std::size_t c) {
      return place[c] < line.cells.size() ? line.cells[place[c]] : std::string();
    };
    RecordRow row{cell(0), cell(1), cell(2), cell(3), cell(4), cell(5)};
    if (!ParseIsoDate(row.date).has_value()) {
      return Fail(fmt::format("line {}: `{}` is no date such as 2019-08-22", line.number,
                              row.date));
    }
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const RecordRow& a, const RecordRow& b) { return a.date < b.date; });
  return rows;
}

}  // namespace entente::report
