#include "record/chronology/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace entente::record {
namespace {

constexpr std::size_t kMaxRows = 1'000'000;

struct Cell {
  std::string text;
  int column = 1;
};

struct Line {
  int number = 0;  // where it begins; a quoted cell may run over several lines
  std::vector<Cell> cells;
};

bool ContinuesCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// Without spaces around it; quoted text keeps its own.
void Trim(Cell& cell) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!cell.text.empty() && is_space(cell.text.back())) cell.text.pop_back();
  std::size_t lead = 0;
  while (lead < cell.text.size() && is_space(cell.text[lead])) ++lead;
  cell.text.erase(0, lead);
  cell.column += static_cast<int>(lead);
}

// Reads one line after the other of a text in RFC 4180; lines may end in CR LF or LF.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  // The next line that is not blank; nullopt at the end.
  Result<std::optional<Line>> Next() {
    while (at_ < text_.size()) {
      Result<Line> line = ReadLine();
      if (!line) return tl::unexpected(line.error());
      const bool blank = line->cells.size() == 1 && line->cells[0].text.empty();
      if (!blank) return std::optional(std::move(*line));
    }
    return std::optional<Line>();
  }

 private:
  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool AtLineEnd() const {
    return at_ >= text_.size() || text_[at_] == '\n' ||
           (text_[at_] == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] == '\n'));
  }
  void Step() {
    if (text_[at_] == '\n') {
      ++number_;
      column_ = 1;
    } else if (!ContinuesCodePoint(text_[at_])) {
      ++column_;
    }
    ++at_;
  }

  Result<Line> ReadLine() {
    Line line;
    line.number = number_;
    while (true) {
      Result<Cell> cell = ReadCell();
      if (!cell) return tl::unexpected(cell.error());
      line.cells.push_back(std::move(*cell));
      if (!At(',')) break;
      Step();
    }
    if (At('\r')) Step();
    if (At('\n')) Step();
    return line;
  }

  Result<Cell> ReadCell() {
    Cell cell;
    cell.column = column_;
    std::size_t ahead = at_;
    while (ahead < text_.size() && (text_[ahead] == ' ' || text_[ahead] == '\t')) ++ahead;
    if (ahead < text_.size() && text_[ahead] == '"') return ReadQuoted(ahead);
    while (!AtLineEnd() && !At(',')) {
      cell.text += text_[at_];
      Step();
    }
    Trim(cell);
    return cell;
  }

  Result<Cell> ReadQuoted(std::size_t quote) {
    while (at_ < quote) Step();
    Cell cell;
    cell.column = column_;
    const int line = number_;
    Step();
    while (true) {
      if (at_ >= text_.size()) {
        return Fail(fmt::format("{}:{}: a quote that is not closed", line, cell.column));
      }
      if (At('"')) {
        Step();
        if (!At('"')) break;
      }
      cell.text += text_[at_];
      Step();
    }
    while (At(' ') || At('\t')) Step();
    if (AtLineEnd() || At(',')) return cell;
    return Fail(
        fmt::format("{}:{}: text after a closing quote; a quote inside quotes is written "
                    "twice, `\"\"`",
                    number_, column_));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int number_ = 1;
  int column_ = 1;
};

// For each cell of the header the column it names.
Result<std::vector<Column>> ReadHeader(const Line& head) {
  std::vector<Column> columns;
  for (const Cell& cell : head.cells) {
    const auto place =
        std::find(kChronologyColumnNames.begin(), kChronologyColumnNames.end(), cell.text);
    if (place == kChronologyColumnNames.end()) {
      return Fail(fmt::format("{}:{}: `{}` is no column of a chronology; these are `{}`",
                              head.number, cell.column, cell.text,
                              fmt::join(kChronologyColumnNames, "`, `")));
    }
    const auto column = static_cast<Column>(place - kChronologyColumnNames.begin());
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
      return Fail(
          fmt::format("{}:{}: the column `{}` stands twice", head.number, cell.column, cell.text));
    }
    columns.push_back(column);
  }
  for (const Column needed : {Column::kDate, Column::kWhat}) {
    if (std::find(columns.begin(), columns.end(), needed) == columns.end()) {
      return Fail(fmt::format("{}:1: the column `{}` is missing", head.number,
                              kChronologyColumnNames[static_cast<std::size_t>(needed)]));
    }
  }
  return columns;
}

}  // namespace

Result<std::vector<ChronologyRow>> ReadChronologyRows(std::string_view text) {
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  Splitter splitter(text);
  Result<std::optional<Line>> head = splitter.Next();
  if (!head) return tl::unexpected(head.error());
  if (!*head) {
    return Fail(fmt::format("1:1: the file is empty; its first line names the columns, `{}`",
                            fmt::join(kChronologyColumnNames, ",")));
  }
  const Result<std::vector<Column>> columns = ReadHeader(**head);
  if (!columns) return tl::unexpected(columns.error());
  std::vector<ChronologyRow> rows;
  while (true) {
    Result<std::optional<Line>> next = splitter.Next();
    if (!next) return tl::unexpected(next.error());
    if (!*next) return rows;
    Line& line = **next;
    if (rows.size() == kMaxRows) {
      return Fail(fmt::format("{}:1: more than {} rows, the bound", line.number, kMaxRows));
    }
    ChronologyRow row;
    row.line = line.number;
    row.columns.fill(1);
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      if (i >= columns->size()) {
        row.surplus_column = line.cells[i].column;
        break;
      }
      const auto place = static_cast<std::size_t>((*columns)[i]);
      row.cells[place] = std::move(line.cells[i].text);
      row.columns[place] = line.cells[i].column;
    }
    rows.push_back(std::move(row));
  }
}

}  // namespace entente::record
