#include "report/charts/charts.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/data/json_parts.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kBlue = "#0072b2";
constexpr const char* kOrange = "#e69f00";
constexpr std::array<const char*, 12> kPalette = {
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00",
    "#f0e442", "#8c8c8c", "#7a5195", "#4d4d4d", "#b07d62", "#003f5c"};

// Four significant digits are finer than a pixel and keep the file small.
constexpr int kDigits = 4;

Json Rounded(double value) { return RoundedJson(value, kDigits); }

Json RoundedList(const std::vector<double>& values, double scale = 1.0) {
  return RoundedJson(values, scale, kDigits);
}

// Milliseconds since 1970, which is how Vega counts time.
std::int64_t Instant(const model::Model& model, double day) {
  const double days = static_cast<double>(model.time.start_day_number) + day;
  return std::llround(days * 86'400'000.0);
}

Json Instants(const model::Model& model, const std::vector<double>& days) {
  Json list = Json::array();
  for (const double day : days) list.push_back(Instant(model, day));
  return list;
}

Json Spec(int height) {
  return {{"width", "container"},
          {"height", height},
          {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}}};
}

// Values that are given as they are: no guessing of dates and numbers.
Json Values(Json rows) { return {{"values", std::move(rows)}, {"format", {{"parse", nullptr}}}}; }

const char* DateFormat(double span_days) {
  if (span_days > 3 * kDaysPerYear) return "%Y";
  return span_days > 150 ? "%b %Y" : "%d %b";
}

Json TimeAxis(const model::Model& model, const char* field) {
  return {{"field", field},
          {"type", "temporal"},
          {"scale", {{"type", "utc"}}},
          {"axis",
           {{"title", nullptr},
            {"labelOverlap", true},
            {"tickCount", 6},
            {"format", DateFormat(model.time.horizon_days)},
            {"grid", false}}}};
}

Json TooltipDate() {
  return {{"field", "t"}, {"type", "temporal"}, {"title", "date"}, {"format", "%Y-%m-%d"}};
}

Json Tooltip(const char* field, const std::string& title, const char* format) {
  return {{"field", field}, {"type", "quantitative"}, {"title", title}, {"format", format}};
}

// A rule that follows the pointer and shows the values of the nearest instant.
Json HoverRule(Json tooltip) {
  return {{"params",
           Json::array({{{"name", "near"},
                         {"select", {{"type", "point"}, {"on", "pointerover"}, {"nearest", true},
                                     {"encodings", Json::array({"x"})},
                                     {"clear", "pointerout"}}}}})},
          {"mark", {{"type", "rule"}, {"color", "currentColor"}}},
          {"encoding",
           {{"opacity", {{"condition", {{"param", "near"}, {"empty", false}, {"value", 0.5}}},
                         {"value", 0}}},
            {"tooltip", std::move(tooltip)}}}};
}

Json Band(const char* low, const char* high, double opacity, const Json& y_scale,
          const Json& axis) {
  return {{"mark", {{"type", "area"}, {"color", kBlue}, {"opacity", opacity}}},
          {"encoding",
           {{"y", {{"field", low}, {"type", "quantitative"}, {"scale", y_scale}, {"axis", axis}}},
            {"y2", {{"field", high}}}}}};
}

std::string OneLine(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

struct Passage {  // the recorded course of an issue: a state during [from, to)
  std::int64_t from;
  std::int64_t to;
  std::string state;
  std::string text;  // of the row that began it; empty for the start
  std::string date;
};

std::vector<Passage> RecordedCourse(const model::Model& model, const model::Issue& issue,
                                    const std::vector<RecordRow>& record) {
  std::vector<Passage> course;
  const auto state_named = [&](const std::string& name) -> int {
    for (std::size_t s = 0; s < issue.states.size(); ++s) {
      if (issue.states[s].name == name) return static_cast<int>(s);
    }
    return -1;
  };
  std::string state = StateText(issue, issue.start);
  std::string text, date = FormatDate(model.time.start);
  std::int64_t since = Instant(model, 0.0);
  for (const RecordRow& row : record) {
    const int to = row.what == issue.provenance.name ? state_named(row.to) : -1;
    if (to < 0) continue;
    const auto when = ParseIsoDate(row.date);
    const double day = static_cast<double>(DayNumber(*when) - model.time.start_day_number);
    if (day < 0 || day > model.time.horizon_days) continue;
    const std::int64_t instant = Instant(model, day);
    course.push_back({since, instant, state, text, date});
    state = StateText(issue, static_cast<model::StateIndex>(to));
    text = NameInWords(row.from) + " → " + state;
    date = row.date;
    since = instant;
  }
  if (course.empty()) return course;
  course.push_back({since, Instant(model, model.time.horizon_days), state, text, date});
  return course;
}

Json CourseRows(const std::vector<Passage>& course) {
  Json rows = Json::array();
  for (const Passage& passage : course) {
    rows.push_back({{"a", passage.from}, {"b", passage.to}, {"s", passage.state},
                    {"d", passage.date},
                    {"w", passage.text.empty() ? "state at the start" : passage.text}});
  }
  return rows;
}

Json StateColours(const model::Issue& issue) {
  Json domain = Json::array(), range = Json::array();
  for (std::size_t s = 0; s < issue.states.size(); ++s) {
    domain.push_back(StateText(issue, static_cast<model::StateIndex>(s)));
    range.push_back(kPalette[s % kPalette.size()]);
  }
  return {{"domain", domain}, {"range", range}};
}

// The strip of recorded states above the areas, and a rule at each recorded date.
void AddCourse(Json& layers, const model::Model& model, const std::vector<Passage>& course) {
  const Json rows = CourseRows(course);
  Json changes = Json::array();
  for (std::size_t i = 1; i < rows.size(); ++i) changes.push_back(rows[i]);
  const Json tooltip = {{{"field", "d"}, {"title", "record"}},
                        {{"field", "w"}, {"title", "what"}}};
  layers.push_back({{"data", Values(rows)},
                    {"mark", {{"type", "rect"}, {"stroke", nullptr}}},
                    {"encoding",
                     {{"x", TimeAxis(model, "a")}, {"x2", {{"field", "b"}}},
                      {"y", {{"datum", 1.06}, {"type", "quantitative"}}},
                      {"y2", {{"datum", 1.14}}},
                      {"color", {{"field", "s"}, {"type", "nominal"}}},
                      {"tooltip", tooltip}}}});
  layers.push_back({{"data", Values(std::move(changes))},
                    {"mark", {{"type", "rule"}, {"color", "currentColor"}, {"strokeWidth", 1.5},
                              {"strokeDash", {4, 3}}, {"opacity", 0.8}}},
                    {"encoding",
                     {{"x", TimeAxis(model, "a")},
                      {"y", {{"datum", 0}, {"type", "quantitative"}}}, {"y2", {{"datum", 1.14}}},
                      {"tooltip", tooltip}}}});
}

Json PercentAxis() {
  return {{"title", nullptr}, {"format", ".0%"}, {"values", {0, 0.25, 0.5, 0.75, 1}}};
}

}  // namespace

std::string FanChart(const model::Model& model, const engine::RunSeries& series,
                     const engine::QuantitySeries& quantity) {
  const model::Quantity& about = model.quantities[quantity.quantity.index()];
  const double scale = about.unit.scale;
  Json row = {{"t", Instants(model, series.days)}};
  const char* const names[] = {"a", "b", "c", "d", "e"};
  Json fields = Json::array({"t"}), tooltip = Json::array({TooltipDate()});
  const char* format = about.unit.share ? ".1%" : ".4~g";
  for (std::size_t i = 0; i < quantity.quantiles.size() && i < 5; ++i) {
    row[names[i]] = RoundedList(quantity.quantiles[i], scale);
    fields.push_back(names[i]);
    const auto percent = std::llround(100 * series.levels[i]);
    tooltip.push_back(Tooltip(names[i], std::to_string(percent) + " % are below", format));
  }
  Json y_scale = {{"zero", false}, {"nice", true}};
  const bool bounded = std::isfinite(about.lower) && std::isfinite(about.upper);
  if (bounded && about.upper - about.lower <= 1.0) {
    y_scale = {{"domain", {about.lower * scale, about.upper * scale}}};
  }
  Json axis = {{"title", about.unit.label.empty() ? Json(nullptr) : Json(about.unit.label)},
               {"tickCount", 4}};
  if (about.unit.share) axis["format"] = ".0%";
  Json spec = Spec(130);
  spec["data"] = Values(Json::array({std::move(row)}));
  spec["transform"] = Json::array({{{"flatten", std::move(fields)}}});
  spec["encoding"] = {{"x", TimeAxis(model, "t")}};
  spec["layer"] = {Band("a", "e", 0.2, y_scale, axis), Band("b", "d", 0.35, y_scale, axis)};
  spec["layer"].push_back({{"mark", {{"type", "line"}, {"color", kBlue}, {"strokeWidth", 2}}},
                           {"encoding", {{"y", {{"field", "c"}, {"type", "quantitative"}}}}}});
  spec["layer"].push_back(HoverRule(std::move(tooltip)));
  return OneLine(spec);
}

std::string IssueChart(const model::Model& model, const engine::RunSeries& series,
                       const engine::IssueSeries& issue, const std::vector<RecordRow>& record) {
  const model::Issue& about = model.issues[issue.issue.index()];
  const Json instants = Instants(model, series.days);
  Json rows = Json::array();
  for (std::size_t s = 0; s < issue.share.size(); ++s) {
    rows.push_back({{"s", StateText(about, static_cast<model::StateIndex>(s))},
                    {"o", s},
                    {"t", instants},
                    {"p", RoundedList(issue.share[s])}});
  }
  const std::vector<Passage> course = RecordedCourse(model, about, record);
  const double top = course.empty() ? 1.0 : 1.15;
  Json areas = {{"data", Values(std::move(rows))},
                {"transform", Json::array({{{"flatten", {"t", "p"}}}})},
                {"mark", {{"type", "area"}, {"opacity", 0.85}, {"line", false}}}};
  areas["encoding"] = {
      {"x", TimeAxis(model, "t")},
      {"y", {{"field", "p"}, {"type", "quantitative"}, {"stack", "zero"},
             {"scale", {{"domain", {0, top}}}}, {"axis", PercentAxis()}}},
      {"color", {{"field", "s"}, {"type", "nominal"}, {"scale", StateColours(about)}}},
      {"order", {{"field", "o"}, {"type", "quantitative"}}},
      {"tooltip", {{{"field", "s"}, {"title", "state"}}, TooltipDate(),
                   Tooltip("p", "probability", ".1%")}}};
  Json spec = Spec(170);
  spec["layer"] = Json::array({std::move(areas)});
  if (!course.empty()) AddCourse(spec["layer"], model, course);
  return OneLine(spec);
}

std::string DistributionChart(const model::Model& model, const OutcomeView& outcome) {
  const engine::OutcomeSummary& summary = *outcome.summary;
  const engine::Histogram& histogram = summary.histogram;
  const bool dated = outcome.outcome->kind == model::OutcomeKind::kTimeTo &&
                     !outcome.outcome->opens_when.valid();
  const auto place = [&](double value) -> Json {
    if (dated) return Instant(model, outcome.outcome->from_day + value);
    return Rounded(value * outcome.scale);
  };
  Json rows = Json::array();
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const double share = static_cast<double>(histogram.counts[i]) /
                         static_cast<double>(std::max<std::uint64_t>(summary.worlds, 1));
    rows.push_back({{"a", place(histogram.edges[i])}, {"b", place(histogram.edges[i + 1])},
                    {"p", Rounded(share)}});
  }
  Json x = {{"field", "a"}, {"type", "quantitative"}, {"scale", {{"zero", false}, {"nice", false}}},
            {"axis", {{"title", outcome.unit.empty() ? Json(nullptr) : Json(outcome.unit)},
                      {"grid", false}, {"tickCount", 6}, {"labelOverlap", true}}}};
  const char* format = outcome.share ? ".1%" : ".4~g";
  if (outcome.share) x["axis"]["format"] = ".0%";
  if (dated) x = TimeAxis(model, "a");
  const auto bound = [&](const char* field, const char* title) -> Json {
    if (!dated) return Tooltip(field, title, format);
    return {{"field", field}, {"type", "temporal"}, {"title", title}, {"format", "%Y-%m-%d"}};
  };
  Json bars = {{"data", Values(std::move(rows))},
               {"mark", {{"type", "rect"}, {"color", kBlue}, {"opacity", 0.8}}}};
  bars["encoding"] = {
      {"x", x}, {"x2", {{"field", "b"}}},
      {"y", {{"field", "p"}, {"type", "quantitative"},
             {"axis", {{"title", "share of worlds"}, {"format", ".2~%"}, {"tickCount", 4}}}}},
      {"y2", {{"datum", 0}}},
      {"tooltip", {bound("a", "from"), bound("b", "to"), Tooltip("p", "share of worlds", ".2%")}}};
  Json spec = Spec(130);
  spec["layer"] = Json::array({std::move(bars)});
  const engine::QuantileEstimate* median = QuantileAt(summary, 0.5);
  const double middle = dated && median != nullptr ? median->at.value : summary.estimate.value;
  const bool inside = std::isfinite(middle) &&
                      (!dated || middle <= outcome.outcome->to_day - outcome.outcome->from_day);
  if (inside) {
    Json rule_x = x;
    rule_x["field"] = "m";
    spec["layer"].push_back({{"data", Values(Json::array({{{"m", place(middle)}}}))},
                             {"mark", {{"type", "rule"}, {"color", kOrange}, {"strokeWidth", 2.5},
                                       {"tooltip", dated ? "median" : "mean"}}},
                             {"encoding", {{"x", std::move(rule_x)}}}});
  }
  return OneLine(spec);
}

std::string EventChart(const model::Model& model, const EventBars& bars) {
  Json rows = Json::array();
  double from = 0.0;
  for (std::size_t i = 0; i < bars.period_ends.size() && i < bars.mean.size(); ++i) {
    Json row = {{"y", DateOf(model, from).substr(0, 4)}, {"n", Rounded(bars.mean[i])}};
    if (i < bars.recorded.size()) row["r"] = bars.recorded[i];
    rows.push_back(std::move(row));
    from = bars.period_ends[i];
  }
  Json tooltip = {{{"field", "y"}, {"title", "year"}}, Tooltip("n", "mean per world", ".3~g")};
  if (!bars.recorded.empty()) tooltip.push_back(Tooltip("r", "recorded", "d"));
  Json spec = Spec(110);
  spec["data"] = Values(std::move(rows));
  spec["encoding"] = {{"x", {{"field", "y"}, {"type", "ordinal"},
                             {"axis", {{"title", nullptr}, {"labelAngle", 0},
                                       {"labelOverlap", true}}}}},
                      {"tooltip", std::move(tooltip)}};
  spec["layer"] = Json::array(
      {{{"mark", {{"type", "bar"}, {"color", kBlue}, {"opacity", 0.8}}},
        {"encoding", {{"y", {{"field", "n"}, {"type", "quantitative"},
                             {"axis", {{"title", nullptr}, {"tickCount", 3}}}}}}}}});
  if (!bars.recorded.empty()) {
    spec["layer"].push_back({{"mark", {{"type", "point"}, {"shape", "diamond"}, {"filled", true},
                                       {"size", 70}, {"color", kOrange}}},
                             {"encoding", {{"y", {{"field", "r"}, {"type", "quantitative"}}}}}});
  }
  return OneLine(spec);
}

}  // namespace entente::report
