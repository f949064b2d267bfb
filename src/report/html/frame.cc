#include "report/html/frame.h"

#include <fmt/format.h>

#include "report/html/assets.h"
#include "report/html/escape.h"

namespace entente::report {
namespace {

// No request can leave the file: scripts and styles are inside, everything else is refused.
constexpr const char* kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "img-src data: blob:";

std::string Head(const model::Model& model, const PageFacts& page) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"generator\" content=\"entente {}\">\n<title>{}</title>\n<style>\n{}</style>\n"
      "</head>\n",
      kPolicy, Escape(page.version),
      Escape(model.title.empty() ? model.name : model.name + ": " + model.title), StyleSheet());
}

std::string Header(const model::Model& model, const std::string& subtitle,
                   const std::vector<std::string>& facts) {
  std::string list;
  for (const std::string& fact : facts) list += "<li>" + Escape(fact) + "</li>";
  std::string html = "<header><h1>" + Escape(model.title.empty() ? model.name : model.title) +
                     "</h1>\n<p class=\"subtitle\">" + subtitle + "</p>\n";
  if (!model.doc.empty()) html += Paragraph(model.doc);
  return html + "<ul class=\"facts\">" + list + "</ul></header>\n";
}

std::string Contents(const std::vector<Section>& sections) {
  std::string html = "<nav class=\"contents\" aria-label=\"Contents\"><strong>Contents</strong><ol>";
  for (const Section& section : sections) {
    html += "<li><a href=\"#" + section.id + "\">" + Escape(section.title) + "</a>";
    if (!section.inside.empty()) {
      html += "<ol>";
      for (const auto& [id, title] : section.inside) {
        html += "<li><a href=\"#" + id + "\">" + Escape(title) + "</a></li>";
      }
      html += "</ol>";
    }
    html += "</li>";
  }
  return html + "</ol></nav>\n";
}

// Headings one level lower. Only our own markup is touched: text of models has no "<" left.
std::string Demoted(const std::string& html) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t i = 0; i < html.size(); ++i) {
    out += html[i];
    const bool opens = html.compare(i, 2, "<h") == 0, closes = html.compare(i, 3, "</h") == 0;
    const std::size_t level = i + (opens ? 2 : 3);
    if ((!opens && !closes) || level + 1 >= html.size()) continue;
    if (html[level] < '2' || html[level] > '5') continue;
    if (html[level + 1] != '>' && html[level + 1] != ' ') continue;
    out += html.substr(i + 1, level - i - 1);
    out += static_cast<char>(html[level] + 1);
    i = level;
  }
  return out;
}

std::string ChartWarning(const ChartBook& charts) {
  if (charts.count() == 0) return "";
  if (ChartLibrary().empty()) {
    return "<div class=\"note warn\">" +
           Paragraph("This build of Entente has no charts: its chart library could not be fetched "
                     "with npm when it was built. Install the Debian packages nodejs and npm and "
                     "build again; the tables here are complete.") + "</div>\n";
  }
  return "<noscript><div class=\"note warn\"><p>The charts need JavaScript, which is switched off; "
         "the tables are complete without it.</p></div></noscript>\n";
}

std::string Scripts(const ChartBook& charts) {
  if (charts.count() == 0 || ChartLibrary().empty()) return "";
  return "<script>\n" + std::string(ChartLibrary()) + "\n</script>\n<script>\n" +
         std::string(RuntimeScript()) + "</script>\n";
}

}  // namespace

Section PartOf(const std::string& id, const std::string& title, const std::string& lead,
               const std::vector<Section>& sections) {
  Section part{id, title, lead};
  for (const Section& section : sections) {
    if (section.body.empty()) continue;
    const std::string inner = id + "-" + section.id;
    const std::string heading = Escape(section.title);
    part.body += "<section id=\"" + inner + "\">\n";
    if (section.folded) {
      part.body += "<details><summary>" + heading + "</summary>\n" + Demoted(section.body) +
                   "</details>\n";
    } else {
      part.inside.emplace_back(inner, section.title);
      part.body += "<h3>" + heading + "</h3>\n" + Demoted(section.body);
    }
    part.body += "</section>\n";
  }
  return part;
}

Section ReproducePart(const model::Model& model, const PageFacts& page,
                      const std::vector<std::pair<std::string, std::string>>& settings) {
  std::string body = Paragraph(
      "The same command gives the same numbers, bit for bit, on any number of threads of a "
      "processor of this family.");
  if (!page.command.empty()) body += "<pre>" + Escape(page.command) + "</pre>\n";
  body += "<dl class=\"settings\">";
  const auto setting = [&](const std::string& term, const std::string& value) {
    body += "<dt>" + Escape(term) + "</dt><dd>" + Escape(value) + "</dd>";
  };
  setting("Model", model.name);
  setting("Fingerprint of its text", page.model_hash);
  for (const auto& [term, value] : settings) setting(term, value);
  setting("Program", "entente " + page.version);
  return {"reproduce", "How to get these numbers again", body + "</dl>\n"};
}

std::string HtmlTable(const std::vector<std::string>& heads, const std::vector<bool>& numeric,
                      const std::vector<std::vector<std::string>>& rows) {
  const auto right = [&](std::size_t c) { return c < numeric.size() && numeric[c]; };
  std::string html = "<div class=\"scroll\"><table class=\"cards\">\n<thead><tr>";
  for (std::size_t c = 0; c < heads.size(); ++c) {
    html += (right(c) ? "<th class=\"number\">" : "<th>") + heads[c] + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) {
      html += (right(c) ? "<td class=\"number\" data-label=\"" : "<td data-label=\"") + heads[c] +
              "\">" + row[c] + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string WholePage(const model::Model& model, const PageFacts& page, const std::string& subtitle,
                      const std::vector<std::string>& facts, std::vector<Section> sections,
                      const ChartBook& charts) {
  std::erase_if(sections, [](const Section& section) { return section.body.empty(); });
  std::string html = Head(model, page) + "<body>\n<div class=\"page\">\n" + Contents(sections) +
                     "<main>\n" + Header(model, subtitle, facts) + ChartWarning(charts);
  for (const Section& section : sections) {
    html += "<section id=\"" + section.id + "\">\n<h2>" + Escape(section.title) + "</h2>\n" +
            section.body + "</section>\n";
  }
  return html + "</main>\n</div>\n" + Scripts(charts) + "</body>\n</html>\n";
}

}  // namespace entente::report
