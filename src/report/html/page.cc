#include "report/html/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html/escape.h"

namespace entente::report {
namespace {

constexpr double kWidth = 110, kHeight = 26;

std::string Svg(const std::string& shapes, const std::string& label) {
  return fmt::format(
      "<svg class=\"spark\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-label=\"{2}\">{3}</svg>",
      kWidth, kHeight, Escape(label), shapes);
}

std::string Rect(double x, double y, double width, double height, double opacity) {
  return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
                     "fill=\"currentColor\" fill-opacity=\"{:.2g}\"/>",
                     x, y, width, height, opacity);
}

}  // namespace

std::string ChartBook::Figure(const std::string& spec, const std::string& caption,
                              const std::string& detail, int height) {
  const std::string id = fmt::format("chart-{}", ++count_);
  std::string below;
  if (!detail.empty()) below = "<span class=\"quiet\">" + Escape(detail) + "</span>";
  return fmt::format(
      "<figure><figcaption>{0}{1}</figcaption><div data-chart=\"{2}\" role=\"img\" "
      "aria-label=\"{0}\" style=\"min-height:{4}px\"></div><script type=\"application/json\" id=\"{2}\">{3}</script>"
      "</figure>\n",
      Escape(caption), below, id, EscapeJson(spec), height);
}

std::string Paragraph(const std::string& text, const char* css_class) {
  const std::string attribute =
      *css_class == '\0' ? "" : fmt::format(" class=\"{}\"", css_class);
  return "<p" + attribute + ">" + Prose(text) + "</p>\n";
}

std::string SourcesOf(const model::Model& model, const model::Provenance& provenance) {
  std::string html;
  for (const model::Citation& citation : provenance.citations) {
    if (!citation.source.valid()) continue;
    const std::string& name = model.sources[citation.source.index()].name;
    if (!html.empty()) html += "; ";
    html += fmt::format("<a href=\"#source-{}\">{}</a>", Slug(name), Escape(name));
    if (!citation.at.empty()) html += ", " + Escape(citation.at);
    if (!citation.says.empty()) html += ": " + Escape(citation.says);
  }
  if (!provenance.judgement.empty()) {
    if (!html.empty()) html += "; ";
    html += "<em>judgement:</em> " + Escape(provenance.judgement);
  }
  return html;
}

std::string SparkHistogram(const engine::Histogram& histogram) {
  if (histogram.counts.empty() || histogram.edges.size() != histogram.counts.size() + 1) return "";
  const double low = histogram.edges.front(), span = histogram.edges.back() - low;
  if (!std::isfinite(span) || !(span > 0)) return "";
  double highest = 0;
  std::vector<double> densities;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const double width = histogram.edges[i + 1] - histogram.edges[i];
    densities.push_back(width > 0 ? static_cast<double>(histogram.counts[i]) / width : 0);
    highest = std::max(highest, densities.back());
  }
  if (!(highest > 0)) return "";
  std::string shapes;
  for (std::size_t i = 0; i < densities.size(); ++i) {
    const double x = (histogram.edges[i] - low) / span * kWidth;
    const double width = (histogram.edges[i + 1] - histogram.edges[i]) / span * kWidth;
    const double height = densities[i] / highest * kHeight;
    if (height > 0) {
      shapes += Rect(x, kHeight - height, std::max(0.8, width - 0.6), height, 0.85);
    }
  }
  return Svg(shapes, "distribution over worlds");
}

std::string SparkShare(const engine::Estimate& share) {
  const double bar = 12, top = (kHeight - bar) / 2;
  const auto place = [](double value) { return std::clamp(value, 0.0, 1.0) * kWidth; };
  std::string shapes = Rect(0, top, kWidth, bar, 0.14);
  shapes += Rect(0, top, place(share.value), bar, 0.85);
  const double low = place(share.low), high = place(share.high), middle = kHeight / 2;
  shapes += fmt::format(
      "<path d=\"M{:.1f} {:.1f}H{:.1f}M{:.1f} {:.1f}v8M{:.1f} {:.1f}v8\" stroke=\"var(--ink)\" "
      "stroke-width=\"1.5\" fill=\"none\"/>",
      low, middle, high, low, middle - 4, high, middle - 4);
  return Svg(shapes, "share of worlds with its interval");
}

std::string SparkCurve(const std::vector<std::pair<double, double>>& points) {
  if (points.size() < 2) return "";
  const double low = points.front().first, span = points.back().first - low;
  if (!(span > 0)) return "";
  std::string path = fmt::format("M0 {:.1f}", kHeight);
  for (const auto& [x, density] : points) {
    path += fmt::format("L{:.1f} {:.1f}", (x - low) / span * kWidth,
                        kHeight - density * (kHeight - 2));
  }
  path += fmt::format("L{:.1f} {:.1f}Z", kWidth, kHeight);
  return Svg("<path d=\"" + path +
                 "\" fill=\"currentColor\" fill-opacity=\"0.3\" stroke=\"currentColor\"/>",
             "density of the prior");
}

}  // namespace entente::report
