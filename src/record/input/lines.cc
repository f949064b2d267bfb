#include "record/input/lines.h"

#include <cstring>

#include "base/hash.h"

namespace entente::record {
namespace {

constexpr std::size_t kBlockBytes = 1U << 18U;

// Length of the well-formed sequence at `p`, or 0 (Unicode standard, table 3-7).
std::size_t SequenceLength(const unsigned char* p, std::size_t left) {
  const auto is_tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return i < left && p[i] >= low && p[i] <= high;
  };
  const unsigned lead = p[0];
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return is_tail(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const unsigned low = lead == 0xe0 ? 0xa0 : 0x80;
    const unsigned high = lead == 0xed ? 0x9f : 0xbf;
    return is_tail(1, low, high) && is_tail(2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const unsigned low = lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xf4 ? 0x8f : 0xbf;
    return is_tail(1, low, high) && is_tail(2) && is_tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t i = 0;
  while (i < text.size()) {
    while (i + 8 <= text.size()) {  // plain ASCII, eight at a time
      std::uint64_t word = 0;
      std::memcpy(&word, p + i, sizeof word);
      if ((word & 0x8080808080808080ULL) != 0) break;
      i += 8;
    }
    if (i == text.size()) break;
    const std::size_t length = SequenceLength(p + i, text.size() - i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

void DecodeLatin1(std::string_view text, std::string& out) {
  out.clear();
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xc0U | (byte >> 6U));
      out += static_cast<char>(0x80U | (byte & 0x3fU));
    }
  }
}

void SplitTabs(std::string_view line, std::vector<std::string_view>& fields) {
  fields.clear();
  std::size_t from = 0;
  while (true) {
    const std::size_t tab = line.find('\t', from);
    if (tab == std::string_view::npos) break;
    fields.push_back(line.substr(from, tab - from));
    from = tab + 1;
  }
  fields.push_back(line.substr(from));
}

LineReader::LineReader(ByteSource& source)
    : source_(source), buffer_(kBlockBytes, '\0'), hash_(Fnv1a64("")) {}

Result<bool> LineReader::Refill() {
  if (ended_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ + kBlockBytes > buffer_.size()) buffer_.resize(end_ + kBlockBytes);
  const Result<std::size_t> got = source_.Read(buffer_.data() + end_, kBlockBytes);
  if (!got) return tl::unexpected(got.error());
  ended_ = *got == 0;
  end_ += *got;
  return *got > 0;
}

Result<bool> LineReader::Next(Line& line) {
  bool too_long = false;
  std::size_t searched = 0;
  while (true) {
    const char* start = buffer_.data() + begin_;
    const auto* newline = static_cast<const char*>(
        std::memchr(start + searched, '\n', end_ - begin_ - searched));
    if (newline != nullptr) {
      const auto length = static_cast<std::size_t>(newline - start);
      line = too_long ? Finish(head_, true) : Finish({start, length}, length > kMaxLineBytes);
      begin_ += length + 1;
      return true;
    }
    searched = end_ - begin_;
    if (searched > kMaxLineBytes) {  // drop what was read, keep its beginning for the message
      if (!too_long) head_.assign(start, 80);
      too_long = true;
      begin_ = end_;
      searched = 0;
    }
    const Result<bool> more = Refill();
    if (!more) return tl::unexpected(more.error());
    if (number_ == 0 && end_ - begin_ >= 2) {
      const std::string_view mark(buffer_.data() + begin_, 2);
      if (mark == "\xff\xfe" || mark == "\xfe\xff") {
        return Fail("the text is UTF-16; save it as UTF-8");
      }
    }
    if (*more) continue;
    if (begin_ == end_ && !too_long) return false;
    line = too_long ? Finish(head_, true) : Finish({buffer_.data() + begin_, end_ - begin_}, false);
    begin_ = end_;
    return true;
  }
}

Line LineReader::Finish(std::string_view raw, bool too_long) {
  if (++number_ == 1 && raw.substr(0, 3) == "\xef\xbb\xbf") raw.remove_prefix(3);
  if (!raw.empty() && raw.back() == '\r') raw.remove_suffix(1);
  for (const char c : raw) {
    hash_ ^= static_cast<std::uint8_t>(c);
    hash_ *= 0x100000001b3ULL;
  }
  hash_ = (hash_ ^ '\n') * 0x100000001b3ULL;
  Line line;
  line.number = number_;
  line.too_long = too_long;
  line.has_nul = raw.find('\0') != std::string_view::npos;
  line.text = raw;
  if (!IsUtf8(raw)) {
    line.was_latin1 = true;
    DecodeLatin1(raw, decoded_);
    line.text = decoded_;
  }
  return line;
}

}  // namespace entente::record
