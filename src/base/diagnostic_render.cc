// The two renderings of diagnostics: text with a caret for people, JSON for programs.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace entente {
namespace {

constexpr std::size_t kShownBefore = 60;  // of a long line, code points before the caret
constexpr std::size_t kShownAfter = 60;   // and after it

bool ContinuesCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t CodePoints(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !ContinuesCodePoint(c); }));
}

// The part of a line around the fault, with what a terminal must not see made visible.
struct Excerpt {
  std::string text;
  std::size_t caret = 0;   // code points before the caret
  std::size_t length = 1;  // code points underlined
};

std::string Visible(std::string_view raw) {
  std::string out;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\t') {
      out += ' ';
    } else if (byte < 0x20U || byte == 0x7FU) {
      out += '?';
    } else {
      out += c;
    }
  }
  return out;
}

Excerpt ExcerptOf(std::string_view line, std::size_t begin, std::size_t end) {
  begin = std::min(begin, line.size());
  end = std::clamp(end, begin, line.size());
  std::size_t first = begin;
  for (std::size_t shown = 0; first > 0 && shown < kShownBefore;) {
    --first;
    if (!ContinuesCodePoint(line[first])) ++shown;
  }
  std::size_t last = begin;
  for (std::size_t shown = 0; last < line.size() && (shown <= kShownAfter);) {
    ++last;
    if (last < line.size() && !ContinuesCodePoint(line[last])) ++shown;
  }
  Excerpt excerpt;
  const std::string before = Visible(line.substr(first, begin - first));
  const std::string under = Visible(line.substr(begin, std::min(end, last) - begin));
  const std::size_t rest = std::min(std::max(end, begin), last);
  excerpt.text = (first > 0 ? "…" : "") + before + under +
                 Visible(line.substr(rest, last - rest)) + (last < line.size() ? "…" : "");
  excerpt.caret = CodePoints(before) + (first > 0 ? 1 : 0);
  excerpt.length = std::max<std::size_t>(1, CodePoints(under));
  return excerpt;
}

std::string_view WordOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

struct Colours {
  std::string_view bold, severity, place, off;
};

Colours ColoursOf(Severity severity, bool colour) {
  if (!colour) return {};
  const std::string_view word = severity == Severity::kError     ? "\033[1;31m"
                                : severity == Severity::kWarning ? "\033[1;35m"
                                                                 : "\033[1;36m";
  return {"\033[1m", word, "\033[34m", "\033[0m"};
}

void AppendExcerpt(std::string& out, SourceSpan span, const SourceMap& sources,
                   const Colours& colours) {
  if (!span.valid()) return;
  const SourceFile& file = sources.file(span.file);
  const LineColumn place = file.Locate(span.begin);
  const std::string_view line = file.Line(place.line);
  // Where the line starts in the file, found from the view itself.
  const auto line_begin =
      line.empty() ? std::min<std::size_t>(span.begin, file.text().size())
                   : static_cast<std::size_t>(line.data() - file.text().data());
  const std::size_t begin = span.begin > line_begin ? span.begin - line_begin : 0;
  const std::size_t end = span.end > line_begin ? span.end - line_begin : begin;
  const Excerpt excerpt = ExcerptOf(line, begin, end);
  const std::string number = std::to_string(place.line);
  const std::string margin(std::max<std::size_t>(5, number.size()) - number.size(), ' ');
  out += colours.place;
  out += margin + number + " | ";
  out += colours.off;
  out += excerpt.text + "\n";
  out += colours.place;
  out += std::string(margin.size() + number.size(), ' ') + " | ";
  out += colours.off;
  out += std::string(excerpt.caret, ' ');
  out += colours.severity;
  out += "^" + std::string(excerpt.length - 1, '~');
  out += colours.off;
  out += "\n";
}

std::string_view HexDigit(unsigned value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return kDigits.substr(value & 0xFU, 1);
}

// Length of the well-formed UTF-8 sequence at `at`, or 0.
std::size_t SequenceLength(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80U                     ? 1
                             : lead >= 0xC2U && lead < 0xE0U  ? 2
                             : lead >= 0xE0U && lead < 0xF0U  ? 3
                             : lead >= 0xF0U && lead <= 0xF4U ? 4
                                                              : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!ContinuesCodePoint(text[at + i])) return 0;
  }
  return length;
}

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = SequenceLength(text, i);
    const auto byte = static_cast<unsigned char>(text[i]);
    if (length == 0) {
      out += "\\ufffd";
      ++i;
      continue;
    }
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[i];
    } else if (byte == '\n') {
      out += "\\n";
    } else if (byte < 0x20U) {
      out += "\\u00";
      out += HexDigit(byte >> 4U);
      out += HexDigit(byte);
    } else {
      out += text.substr(i, length);
    }
    i += length;
  }
  return out + "\"";
}

void AppendPlace(std::string& out, SourceSpan span, const SourceMap& sources) {
  if (!span.valid()) {
    out += "\"file\": null";
    return;
  }
  const SourceFile& file = sources.file(span.file);
  const LineColumn begin = file.Locate(span.begin);
  const LineColumn end = file.Locate(span.end);
  out += "\"file\": " + JsonString(file.path());
  out += ", \"line\": " + std::to_string(begin.line);
  out += ", \"column\": " + std::to_string(begin.column);
  out += ", \"end_line\": " + std::to_string(end.line);
  out += ", \"end_column\": " + std::to_string(end.column);
}

void AppendJson(std::string& out, const Diagnostic& diagnostic, const SourceMap& sources) {
  out += "{\"kind\": " + JsonString(InfoOf(diagnostic.kind).slug);
  out += ", \"severity\": " + JsonString(WordOf(diagnostic.severity)) + ", ";
  AppendPlace(out, diagnostic.span, sources);
  out += ", \"message\": " + JsonString(diagnostic.message);
  if (!diagnostic.suggestion.empty()) {
    out += ", \"suggestion\": " + JsonString(diagnostic.suggestion);
  }
  if (diagnostic.fix) {
    out += ", \"fix\": {";
    AppendPlace(out, diagnostic.fix->span, sources);
    out += ", \"replacement\": " + JsonString(diagnostic.fix->replacement) + "}";
  }
  if (!diagnostic.related.empty()) {
    out += ", \"related\": [";
    for (std::size_t i = 0; i < diagnostic.related.size(); ++i) {
      out += i == 0 ? "{" : ", {";
      AppendPlace(out, diagnostic.related[i].span, sources);
      out += ", \"message\": " + JsonString(diagnostic.related[i].message) + "}";
    }
    out += "]";
  }
  out += "}";
}

}  // namespace

std::string RenderText(const Diagnostic& diagnostic, const SourceMap& sources, bool colour) {
  const Colours colours = ColoursOf(diagnostic.severity, colour);
  std::string out;
  if (diagnostic.span.valid()) {
    out += colours.bold;
    out += sources.Describe(diagnostic.span) + ": ";
    out += colours.off;
  }
  out += colours.severity;
  out += WordOf(diagnostic.severity);
  out += colours.off;
  out += ": " + Visible(diagnostic.message) + " [";
  out += InfoOf(diagnostic.kind).slug;
  out += "]\n";
  AppendExcerpt(out, diagnostic.span, sources, colours);
  if (!diagnostic.suggestion.empty()) {
    out += "        suggestion: " + Visible(diagnostic.suggestion) + "\n";
  }
  for (const RelatedPlace& related : diagnostic.related) {
    out += "  " + sources.Describe(related.span) + ": note: " + Visible(related.message) + "\n";
    AppendExcerpt(out, related.span, sources, colours);
  }
  return out;
}

std::string RenderText(const DiagnosticSink& sink, const SourceMap& sources, bool colour) {
  std::string out;
  for (const Diagnostic& diagnostic : sink.all()) out += RenderText(diagnostic, sources, colour);
  if (sink.suppressed() > 0) {
    out += "and " + std::to_string(sink.suppressed()) + " more, not shown\n";
  }
  return out;
}

std::string RenderJson(const DiagnosticSink& sink, const SourceMap& sources) {
  std::string out = "[";
  for (std::size_t i = 0; i < sink.all().size(); ++i) {
    out += i == 0 ? "\n  " : ",\n  ";
    AppendJson(out, sink.all()[i], sources);
  }
  out += sink.all().empty() ? "]\n" : "\n]\n";
  return out;
}

}  // namespace entente
