#include "report/text/record_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/calendar.h"
#include "record/codebook/codebook.h"
#include "record/importers/registry.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"

namespace entente::report {
namespace {

std::string DateOf(std::int64_t day) { return FormatDate(CivilFromDayNumber(day)); }

std::string SpanText(record::DaySpan span, const Style& style) {
  if (span.to < span.from) return "no day";
  return fmt::format("{}{}{}", DateOf(span.from), style.unicode ? "–" : "..", DateOf(span.to));
}

std::string SpansText(const std::vector<record::DaySpan>& spans, const Style& style) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < spans.size() && i < kShown; ++i) {
    text += (text.empty() ? "" : ", ") + SpanText(spans[i], style);
  }
  if (spans.size() > kShown) text += fmt::format(" and {} more", spans.size() - kShown);
  return text.empty() ? "no day" : text;
}

std::string Counted(std::uint64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", Thousands(count), count == 1 ? one : many);
}

std::string Mean(double sum, std::uint64_t count) {
  return count == 0 ? "" : Fixed(sum / static_cast<double>(count), 2);
}

std::string Rejections(const record::ImportReport& report, const Style& style) {
  std::string text;
  for (int why = 1; why < record::kRejections; ++why) {
    const std::uint64_t count = report.rejected[static_cast<std::size_t>(why)];
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", Thousands(count),
                        record::RejectionName(static_cast<record::Rejection>(why)));
  }
  if (text.empty()) return "";
  text = Paint("  not read: " + text, Tone::kWarn, style) + "\n";
  for (const record::RejectedRow& row : report.shown) {
    text += fmt::format("    {}line {}: {}{}\n", row.member.empty() ? "" : row.member + ", ",
                        row.line, record::RejectionName(row.why),
                        row.detail.empty() ? "" : ": " + row.detail);
  }
  if (report.rejected_rows() > report.shown.size()) {
    text += fmt::format("    {} more\n", Thousands(report.rejected_rows() - report.shown.size()));
  }
  return text;
}

}  // namespace

std::string ImportText(const record::ImportReport& report, const Style& style) {
  std::string text = fmt::format(
      "{} ({}): {}, {} new in `{}`", Paint(report.path, Tone::kStrong, style), report.format,
      Counted(report.rows, "row", "rows"), Thousands(report.stored), report.dataset);
  if (report.known > 0) text += fmt::format(", {} known already", Thousands(report.known));
  if (report.repeated > 0) {
    text += fmt::format(", {} repeated in the file", Thousands(report.repeated));
  }
  text += "\n";
  if (report.coverage.from <= report.coverage.to) {
    text += fmt::format("  covers {}; events from {}\n", SpanText(report.coverage, style),
                        SpanText(report.days, style));
  }
  if (report.latin1 > 0) {
    text += fmt::format("  {} not UTF-8, read as Latin-1\n",
                        Counted(report.latin1, "line is", "lines are"));
  }
  return text + Rejections(report, style);
}

std::string DatasetsText(const std::vector<ListedDataset>& datasets, const Style& style) {
  if (datasets.empty()) return "The store holds no data set.\n";
  std::string text;
  for (const ListedDataset& dataset : datasets) {
    if (!text.empty()) text += "\n";
    text += fmt::format("{}  {}, covers {}\n", Paint(dataset.info.name, Tone::kStrong, style),
                        Counted(static_cast<std::uint64_t>(dataset.info.events), "event", "events"),
                        SpansText(dataset.info.coverage, style));
    std::vector<std::vector<std::string>> rows;
    for (const record::FileInfo& file : dataset.files) {
      rows.push_back({"  " + file.path, file.format,
                      Thousands(static_cast<std::uint64_t>(file.rows)),
                      Thousands(static_cast<std::uint64_t>(file.stored)),
                      Thousands(static_cast<std::uint64_t>(file.rejected)),
                      SpanText(file.coverage, style)});
    }
    text += StyledTable({{"  file", Align::kLeft, true},
                         {"format", Align::kLeft, false},
                         {"rows", Align::kRight, false},
                         {"new", Align::kRight, false},
                         {"not read", Align::kRight, false},
                         {"covers", Align::kLeft, false}},
                        rows, style);
  }
  return text;
}

std::string FormatsText(const Style& style) {
  std::string text;
  for (const record::Importer* importer : record::Importers()) {
    text += fmt::format("{}  {}\n", Paint(importer->name, Tone::kStrong, style), importer->summary);
    for (const std::string& line : Wrap(std::string("recognised by ") + importer->recognised,
                                        std::max(20, style.width - 4))) {
      text += "    " + line + "\n";
    }
  }
  return text;
}

std::string SummaryText(const record::Summary& summary, bool mapped, const Style& style) {
  const record::DatasetInfo& info = summary.dataset;
  std::string text = fmt::format(
      "{}  {}", Paint(info.name, Tone::kStrong, style),
      Counted(static_cast<std::uint64_t>(info.events), "event", "events"));
  if (summary.events != static_cast<std::uint64_t>(info.events)) {
    text += fmt::format(", {} selected", Thousands(summary.events));
  }
  text += fmt::format("\n  covers {}\n\n", SpansText(info.coverage, style));
  std::vector<std::vector<std::string>> rows;
  for (std::size_t q = 1; q < summary.quads.size(); ++q) {
    std::string name(record::QuadName(static_cast<record::Quad>(q)));
    std::replace(name.begin(), name.end(), '_', ' ');
    rows.push_back({name, Thousands(summary.quads[q])});
  }
  if (summary.quads[0] > 0) rows.push_back({"in no quad class", Thousands(summary.quads[0])});
  text += StyledTable({{"class", Align::kLeft, false}, {"events", Align::kRight, false}}, rows,
                      style);
  rows.clear();
  for (const record::CountedPair& pair : summary.pairs) {
    rows.push_back(
        {pair.from, pair.to, Thousands(pair.count), Mean(pair.goldstein_sum, pair.count)});
  }
  if (!rows.empty()) {
    text += fmt::format("\n{}\n", Paint(fmt::format("The most frequent of {}",
                                                    Counted(summary.all_pairs, "pair", "pairs")),
                                        Tone::kStrong, style));
    text += StyledTable({{"from", Align::kLeft, true},
                         {"to", Align::kLeft, true},
                         {"events", Align::kRight, false},
                         {"mean weight", Align::kRight, false}},
                        rows, style);
  }
  if (!mapped) return text;
  text += fmt::format("\n{} of {} have an actor of the model on both sides.\n",
                      Thousands(summary.mapped), Counted(summary.events, "event", "events"));
  if (summary.unmapped.empty()) return text + "Every name is mapped.\n";
  rows.clear();
  for (const record::CountedName& name : summary.unmapped) {
    rows.push_back({name.name, name.country, name.sectors, Thousands(name.count)});
  }
  text += fmt::format("\n{}\n", Paint(fmt::format("The most frequent of {} without an actor",
                                                  Counted(summary.all_unmapped, "name", "names")),
                                      Tone::kStrong, style));
  return text + StyledTable({{"name", Align::kLeft, true},
                             {"country", Align::kLeft, false},
                             {"sectors", Align::kLeft, true},
                             {"events", Align::kRight, false}},
                            rows, style);
}

std::string Trend(const std::vector<record::Cell>& cells, int columns, bool unicode) {
  static constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static constexpr std::array<const char*, 8> kAscii = {".", ".", ":", ":", "|", "|", "#", "#"};
  if (cells.empty() || columns <= 0) return "";
  const std::size_t width = std::min(cells.size(), static_cast<std::size_t>(columns));
  std::vector<double> heights(width, -1.0);  // mean count of the cells that share a character
  double highest = 0;
  for (std::size_t i = 0; i < width; ++i) {
    double sum = 0;
    std::size_t present = 0;
    for (std::size_t c = i * cells.size() / width; c < (i + 1) * cells.size() / width; ++c) {
      if (cells[c].missing) continue;
      sum += static_cast<double>(cells[c].count);
      ++present;
    }
    if (present > 0) heights[i] = sum / static_cast<double>(present);
    highest = std::max(highest, heights[i]);
  }
  std::string line;
  for (const double height : heights) {
    if (height < 0) {
      line += unicode ? "·" : "-";
    } else if (height == 0 || highest == 0) {
      line += ' ';
    } else {
      const auto level = static_cast<std::size_t>(std::min(7.0, std::floor(8 * height / highest)));
      line += unicode ? kBlocks[level] : kAscii[level];
    }
  }
  return line;
}

std::string SeriesText(const record::SeriesTable& table, std::size_t most, const Style& style) {
  if (table.cells.empty()) {
    return fmt::format("`{}` covers none of the days asked for; `entente record list` says "
                       "which it covers.\n",
                       table.dataset);
  }
  const std::size_t missing =
      table.series.empty()
          ? 0
          : static_cast<std::size_t>(std::count_if(
                table.series[0].cells.begin(), table.series[0].cells.end(),
                [](const record::Cell& cell) { return cell.missing; }));
  std::string text = fmt::format(
      "{}  {} by {}, {} to {}: {}", Paint(table.dataset, Tone::kStrong, style),
      Counted(table.events, "event", "events"), record::PeriodName(table.period),
      record::CellName(table.cells.front(), table.period),
      record::CellName(table.cells.back(), table.period),
      Counted(table.cells.size(), "cell", "cells"));
  if (missing > 0) {
    text += fmt::format(", {} missing ({})", Thousands(missing), style.unicode ? "·" : "-");
  }
  text += "\n";
  if (table.unmapped > 0) {
    text += fmt::format("  {} without an actor on both sides left out\n",
                        Counted(table.unmapped, "event", "events"));
  }
  std::vector<const record::Series*> order;
  for (const record::Series& series : table.series) order.push_back(&series);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return a->total() > b->total();
  });
  if (order.size() > most) order.resize(most);
  std::vector<std::vector<std::string>> rows;
  for (const record::Series* series : order) {
    double weight = 0;
    for (const record::Cell& cell : series->cells) weight += cell.missing ? 0 : cell.goldstein_sum;
    rows.push_back({series->from.empty() ? "anyone" : series->from,
                    series->to.empty() ? "anyone" : series->to,
                    series->category.empty() ? "all" : series->category,
                    Thousands(series->total()), Fixed(weight, 1),
                    Trend(series->cells, std::max(12, style.width - 64), style.unicode)});
  }
  text += "\n" + StyledTable({{"from", Align::kLeft, true},
                              {"to", Align::kLeft, true},
                              {"class", Align::kLeft, false},
                              {"events", Align::kRight, false},
                              {"Goldstein", Align::kRight, false},
                              {"over time", Align::kLeft, false}},
                             rows, style);
  if (table.series.size() > rows.size()) {
    text += fmt::format("{} more; --csv and --json have all\n", table.series.size() - rows.size());
  }
  return text;
}

}  // namespace entente::report
