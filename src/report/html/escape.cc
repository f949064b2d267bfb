#include "report/html/escape.h"

#include <cstdint>

namespace entente::report {
namespace {

// Length of the well-formed UTF-8 sequence at the front of `text`, 0 if there is none.
std::size_t SequenceLength(std::string_view text) {
  const auto first = static_cast<std::uint8_t>(text[0]);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<std::uint8_t>(text[i]) & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string safe;
  safe.reserve(text.size() + text.size() / 8);
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t length = SequenceLength(text.substr(i));
    if (length == 0) {
      safe += "\xef\xbf\xbd";
      ++i;
      continue;
    }
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: {
        const bool control = static_cast<std::uint8_t>(c) < 0x20 && c != '\n' && c != '\t';
        if (!control) safe += text.substr(i, length);
      }
    }
    i += length;
  }
  return safe;
}

std::string Prose(std::string_view text) {
  std::string html;
  while (true) {
    const std::size_t open = text.find('`');
    const std::size_t close = open == text.npos ? open : text.find_first_of("`\n", open + 1);
    if (close == text.npos) break;
    if (text[close] == '\n') {  // a lone one
      html += Escape(text.substr(0, close));
      text.remove_prefix(close);
      continue;
    }
    html += Escape(text.substr(0, open)) + "<code>" +
            Escape(text.substr(open + 1, close - open - 1)) + "</code>";
    text.remove_prefix(close + 1);
  }
  return html + Escape(text);
}

std::string EscapeJson(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json) {
    if (c == '<') safe += "\\u003c";
    else if (c == '>') safe += "\\u003e";
    else safe += c;
  }
  return safe;
}

std::string Slug(std::string_view text) {
  std::string slug;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) slug += c;
    else if (!slug.empty() && slug.back() != '-') slug += '-';
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace entente::report
