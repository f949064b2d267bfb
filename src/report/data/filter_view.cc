#include "report/data/filter_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/sinks/intervals.h"
#include "report/data/json_parts.h"

namespace entente::report {
namespace {

using Json = OrderedJson;

std::string NameOf(const FilterView& view, std::size_t taught) {
  const engine::TaughtHappening& row = view.data.teacher.happenings[taught];
  return view.model.happenings[row.happening.index()].provenance.name;
}

Json StateJson(const FilterView& view, const inference::FilteredState& state) {
  Json json;
  json["date"] = DateOf(view.model, state.day);
  Json issues = Json::object();
  for (std::size_t i = 0; i < view.model.issues.size(); ++i) {
    const model::Issue& issue = view.model.issues[i];
    if (issue.kind == model::IssueKind::kHidden) continue;
    Json shares = Json::object();
    for (std::size_t s = 0; s < issue.states.size(); ++s) {
      shares[issue.states[s].name] =
          IntervalJson(OverReplicates(state.issues[i][s], view.confidence), 1.0);
    }
    issues[issue.provenance.name] = std::move(shares);
  }
  json["issues"] = std::move(issues);
  Json quantities = Json::object();
  for (std::size_t q = 0; q < view.model.quantities.size(); ++q) {
    const double scale = view.model.quantities[q].unit.scale;
    Json quantiles = Json::array();
    for (std::size_t level = 0; level < view.summary.run.levels.size(); ++level) {
      quantiles.push_back({{"level", view.summary.run.levels[level]},
                           {"at", NumberJson(state.quantiles[q][level] * scale)}});
    }
    quantities[view.model.quantities[q].provenance.name] = {
        {"mean", IntervalJson(OverReplicates(state.quantities[q], view.confidence), scale)},
        {"quantiles", std::move(quantiles)}};
  }
  json["quantities"] = std::move(quantities);
  return json;
}

}  // namespace

engine::Estimate OverReplicates(const std::vector<double>& values, double confidence) {
  double sum = 0.0, squares = 0.0;
  std::uint64_t n = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++n;
  }
  const double mean = n > 0 ? sum / static_cast<double>(n) : std::nan("");
  for (const double value : values) {
    if (!std::isnan(value)) squares += (value - mean) * (value - mean);
  }
  const double sd = n > 1 ? std::sqrt(squares / static_cast<double>(n - 1)) : 0.0;
  return engine::MeanInterval(mean, sd, n, confidence);
}

std::vector<Foreseen> ForeseenRows(const FilterView& view) {
  std::vector<Foreseen> rows;
  for (std::size_t r = 0; r < view.summary.run.rows.size(); ++r) {
    const inference::RowForecast& row = view.summary.run.rows[r];
    if (!row.weighs) continue;
    Foreseen seen;
    seen.row = r;
    seen.taught = row.taught;
    seen.probability = OverReplicates(row.probability, view.confidence);
    seen.probability.low = std::max(0.0, seen.probability.low);
    seen.probability.high = std::min(1.0, seen.probability.high);
    seen.bits = -std::log2(seen.probability.value);
    double density = 0.0;
    std::size_t n = 0;
    for (const double value : row.log_density) {
      if (std::isnan(value)) continue;
      density += std::exp(value);
      ++n;
    }
    seen.log_density = std::log(density / static_cast<double>(n));
    rows.push_back(seen);
  }
  return rows;
}

std::vector<EffectivePart> EffectiveParts(const FilterView& view) {
  std::vector<EffectivePart> parts;
  const auto& steps = view.summary.run.steps;
  for (std::size_t s = 0; s < steps[0].size(); ++s) {
    std::vector<double> values;
    for (const auto& group : steps) {
      values.push_back(group[s].effective / static_cast<double>(view.particles));
    }
    std::sort(values.begin(), values.end());
    parts.push_back({steps[0][s].day, values[values.size() / 2]});
  }
  return parts;
}

std::string FilterJson(const FilterView& view) {
  const inference::ReplicateSummary& summary = view.summary;
  Json json;
  json["format"] = "entente-filter-1";
  json["model"] = view.model.name;
  json["policies"] = view.policies;
  json["to"] = view.to;
  json["seed"] = view.seed;
  json["particles"] = view.particles;
  json["replicates"] = summary.run.log_likelihood.size();
  json["level"] = view.confidence;
  json["looked_ahead"] = summary.looked_ahead;
  json["log_likelihood"] = {{"estimate", NumberJson(summary.log_likelihood)},
                            {"standard_error", NumberJson(summary.standard_error)}};
  Json replicates = Json::array();
  for (const double value : summary.run.log_likelihood) replicates.push_back(NumberJson(value));
  json["log_likelihood"]["by_replicate"] = std::move(replicates);
  if (summary.run.contradiction) {
    json["contradiction"] = {{"date", DateOf(view.model, summary.run.contradiction->day)},
                             {"what", summary.run.contradiction->what}};
  } else {
    json["contradiction"] = nullptr;
  }
  json["notes"] = view.notes;
  Json effective = Json::array();
  for (const EffectivePart& part : EffectiveParts(view)) {
    effective.push_back({{"date", DateOf(view.model, part.day)}, {"part", part.part}});
  }
  json["effective"] = std::move(effective);
  Json rows = Json::array();
  for (const Foreseen& row : ForeseenRows(view)) {
    const engine::TaughtHappening& taught = view.data.teacher.happenings[row.taught];
    rows.push_back({{"date", DateOf(view.model, taught.day)},
                    {"what", NameOf(view, row.taught)},
                    {"file", view.places[row.taught].file},
                    {"line", view.places[row.taught].line},
                    {"probability", IntervalJson(row.probability, 1.0)},
                    {"surprise_bits", NumberJson(row.bits)},
                    {"log_density", NumberJson(row.log_density)}});
  }
  json["rows"] = std::move(rows);
  Json cells = Json::array();
  for (const inference::CellForecast& cell : summary.run.cells) {
    const inference::ObservedCell& observed = view.data.cells[cell.cell];
    double density = 0.0;
    for (const double value : cell.log_density) density += std::exp(value);
    cells.push_back(
        {{"observation", view.model.observations[observed.observation].provenance.name},
         {"from", DateOf(view.model, observed.from)},
         {"to", DateOf(view.model, observed.to)},
         {"value", NumberJson(observed.value)},
         {"expected", IntervalJson(OverReplicates(cell.expected, view.confidence), 1.0)},
         {"log_density",
          NumberJson(std::log(density / static_cast<double>(cell.log_density.size())))}});
  }
  json["cells"] = std::move(cells);
  Json states = Json::array();
  for (const inference::FilteredState& state : summary.run.states) {
    states.push_back(StateJson(view, state));
  }
  json["states"] = std::move(states);
  return Dump(json);
}

std::string FilterCsv(const FilterView& view) {
  std::string csv = "date,what,file,line,probability,probability_low,probability_high,"
                    "surprise_bits,log_density\n";
  for (const Foreseen& row : ForeseenRows(view)) {
    csv += fmt::format("{},{},{},{},{},{},{},{},{}\n",
                       DateOf(view.model, view.data.teacher.happenings[row.taught].day),
                       CsvText(NameOf(view, row.taught)), CsvText(view.places[row.taught].file),
                       view.places[row.taught].line, CsvNumber(row.probability.value),
                       CsvNumber(row.probability.low), CsvNumber(row.probability.high),
                       CsvNumber(row.bits), CsvNumber(row.log_density));
  }
  return csv;
}

}  // namespace entente::report
