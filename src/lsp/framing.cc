#include "lsp/framing.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace entente::lsp {
namespace {

enum class LineEnd { kLine, kEnd, kTooLong };

// One header line without its break; a line feed alone ends it, too.
LineEnd ReadLine(std::istream& in, std::size_t most, std::string& line) {
  line.clear();
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    if (c == '\n') {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      return LineEnd::kLine;
    }
    if (line.size() >= most) return LineEnd::kTooLong;
    line += static_cast<char>(c);
  }
  return LineEnd::kEnd;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool IsContentLength(std::string_view name) {
  constexpr std::string_view kName = "content-length";
  return std::equal(name.begin(), name.end(), kName.begin(), kName.end(), [](char a, char b) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(a))) == b;
  });
}

Frame Broken(std::string why) { return {Frame::Kind::kBroken, std::move(why)}; }

}  // namespace

Frame ReadFrame(std::istream& in, const FrameLimits& limits) {
  std::optional<std::size_t> length;
  std::string line;
  for (std::size_t lines = 0;; ++lines) {
    const LineEnd end = ReadLine(in, limits.max_line, line);
    if (end == LineEnd::kTooLong) return Broken("a header line is too long");
    if (end == LineEnd::kEnd) {
      return lines == 0 && line.empty() ? Frame{} : Broken("the stream ends inside a header");
    }
    if (line.empty()) break;
    if (lines >= limits.max_lines) return Broken("too many header lines");
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) return Broken("a header line has no colon");
    if (!IsContentLength(Trimmed(std::string_view(line).substr(0, colon)))) continue;
    const std::string_view digits = Trimmed(std::string_view(line).substr(colon + 1));
    std::size_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
      return Broken("`Content-Length` is not a number of bytes");
    }
    length = value;
  }
  if (!length) return Broken("a header has no `Content-Length`");
  if (*length > limits.max_bytes) {
    return Broken("a message has " + std::to_string(*length) + " bytes; the bound is " +
                  std::to_string(limits.max_bytes));
  }
  Frame frame{Frame::Kind::kMessage, {}};
  // Memory grows with what arrives, not with what was announced.
  constexpr std::size_t kChunk = std::size_t{1} << 16U;
  while (frame.text.size() < *length) {
    const std::size_t before = frame.text.size();
    const std::size_t wanted = std::min(kChunk, *length - before);
    frame.text.resize(before + wanted);
    in.read(frame.text.data() + before, static_cast<std::streamsize>(wanted));
    if (static_cast<std::size_t>(in.gcount()) < wanted) {
      return Broken("the stream ends inside a message");
    }
  }
  return frame;
}

std::string Framed(std::string_view message) {
  std::string framed = "Content-Length: " + std::to_string(message.size()) + "\r\n\r\n";
  framed += message;
  return framed;
}

}  // namespace entente::lsp
