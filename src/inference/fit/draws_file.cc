#include "inference/fit/draws_file.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

namespace entente::inference {
namespace {

constexpr std::size_t kMostDraws = 1'000'000;
constexpr double kFarthestScore = 8.0;

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string_view> Cells(std::string_view line) {
  // Names of parameters may hold commas: `bias[KOR,JPN]` is quoted.
  std::vector<std::string_view> cells;
  for (;;) {
    std::size_t end;
    if (!line.empty() && line.front() == '"') {
      line.remove_prefix(1);
      const std::size_t quote = std::min(line.find('"'), line.size());
      cells.push_back(line.substr(0, quote));
      line.remove_prefix(std::min(quote + 1, line.size()));
      end = std::min(line.find(','), line.size());
    } else {
      end = std::min(line.find(','), line.size());
      cells.push_back(line.substr(0, end));
    }
    if (end >= line.size()) return cells;
    line.remove_prefix(end + 1);
  }
}

// The normal score at which the prior has this value; NaN outside its range.
double ScoreOf(const Coordinates& coordinates, std::size_t j, double value) {
  double low = -kFarthestScore, high = kFarthestScore;
  const double least = coordinates.ValueAt(j, low), most = coordinates.ValueAt(j, high);
  const double slack = 1e-9 * (std::fabs(least) + std::fabs(most) + std::fabs(value));
  if (!(value >= least - slack && value <= most + slack)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (low + high);
    (coordinates.ValueAt(j, middle) < value ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

std::string WriteDraws(const Coordinates& coordinates, const Draws& draws) {
  std::string text;
  for (std::size_t j = 0; j < coordinates.dimension(); ++j) {
    const std::string& name = coordinates.name(j);
    text += name.find(',') == std::string::npos ? name : "\"" + name + "\"";
    text += ',';
  }
  text += "log_likelihood\n";
  std::vector<double> values(coordinates.dimension());
  for (std::size_t i = 0; i < draws.size(); ++i) {
    coordinates.Values(draws.point(i), values);
    for (const double value : values) text += fmt::format("{},", value);
    text += fmt::format("{}\n", draws.log_likelihood[i]);
  }
  return text;
}

Result<ReadDrawsResult> ReadDraws(const model::Model& model, std::string_view text) {
  const std::vector<std::string_view> lines = Lines(text);
  if (lines.empty()) return Fail("the file of draws is empty: `entente fit --draws FILE` writes one");
  std::vector<std::string> names;
  std::ptrdiff_t likelihood = -1;
  std::vector<std::size_t> column_of;
  const std::vector<std::string_view> head = Cells(lines[0]);
  for (std::size_t c = 0; c < head.size(); ++c) {
    if (head[c] == "log_likelihood") {
      likelihood = static_cast<std::ptrdiff_t>(c);
    } else {
      names.emplace_back(head[c]);
    }
  }
  if (names.empty()) return Fail("line 1: no column is named as a parameter");
  Result<Coordinates> coordinates = Coordinates::Make(model, names);
  if (!coordinates) return Fail("line 1: " + coordinates.error().message);
  const std::size_t d = coordinates->dimension();
  for (std::size_t j = 0; j < d; ++j) {
    std::size_t column = head.size();
    for (std::size_t c = 0; c < head.size(); ++c) {
      if (head[c] == coordinates->name(j)) column = c;
    }
    if (column == head.size()) {
      return Fail(fmt::format("line 1: no column `{}`: it is drawn jointly with one that is here",
                              coordinates->name(j)));
    }
    column_of.push_back(column);
  }
  Draws draws;
  draws.dimension = d;
  std::vector<double> scores(d), point(d);
  for (std::size_t row = 1; row < lines.size(); ++row) {
    if (lines[row].empty()) continue;
    if (draws.size() == kMostDraws) {
      return Fail(fmt::format("more than {} draws: thin them out", kMostDraws));
    }
    const std::vector<std::string_view> cells = Cells(lines[row]);
    if (cells.size() != head.size()) {
      return Fail(fmt::format("line {}: {} cells where the first line has {}", row + 1,
                              cells.size(), head.size()));
    }
    const auto number = [&](std::size_t c, double& value) {
      const auto read =
          std::from_chars(cells[c].data(), cells[c].data() + cells[c].size(), value);
      return read.ec == std::errc() && read.ptr == cells[c].data() + cells[c].size();
    };
    for (std::size_t j = 0; j < d; ++j) {
      double value = 0.0;
      if (!number(column_of[j], value)) {
        return Fail(fmt::format("line {}, column {}: `{}` is no number", row + 1,
                                column_of[j] + 1, cells[column_of[j]]));
      }
      scores[j] = ScoreOf(*coordinates, j, value);
      if (std::isnan(scores[j])) {
        return Fail(fmt::format("line {}: {} lies outside the prior of `{}`", row + 1, value,
                                coordinates->name(j)));
      }
    }
    coordinates->PointAt(scores, point);
    draws.points.insert(draws.points.end(), point.begin(), point.end());
    double value = 0.0;
    if (likelihood >= 0 && !number(static_cast<std::size_t>(likelihood), value)) {
      return Fail(fmt::format("line {}: `{}` is no log-likelihood", row + 1,
                              cells[static_cast<std::size_t>(likelihood)]));
    }
    draws.log_likelihood.push_back(value);
  }
  if (draws.size() == 0) return Fail("the file holds no draw");
  return ReadDrawsResult{std::move(*coordinates), std::move(draws)};
}

}  // namespace entente::inference
