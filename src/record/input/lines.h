// Lines of a byte source, with what real files do to them taken care of: either line ending, a
// byte order mark, bytes that are no UTF-8, NUL bytes, lines without end.
#ifndef ENTENTE_RECORD_INPUT_LINES_H_
#define ENTENTE_RECORD_INPUT_LINES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/input/byte_source.h"

namespace entente::record {

// A line longer than this is counted as malformed and passed over.
inline constexpr std::size_t kMaxLineBytes = 1U << 20U;

struct Line {
  std::string_view text;      // without its ending; valid until the next call. UTF-8.
  std::uint64_t number = 0;   // from 1
  bool too_long = false;      // `text` is only its beginning
  bool has_nul = false;
  bool was_latin1 = false;    // not UTF-8: read as ISO 8859-1
};

class LineReader {
 public:
  explicit LineReader(ByteSource& source);
  // False at the end. Fails with the source, and on UTF-16 text.
  Result<bool> Next(Line& line);
  // FNV-1a 64 of all lines so far: equal for equal content, whatever packs it.
  std::uint64_t content_hash() const { return hash_; }

 private:
  // More bytes behind those that are unread; false at the end.
  Result<bool> Refill();
  Line Finish(std::string_view raw, bool too_long);

  ByteSource& source_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t hash_;
  bool ended_ = false;
  std::string decoded_;
  std::string head_;  // beginning of a line that is too long
};

// Whether `text` is well-formed UTF-8 (no surrogates, no overlong forms).
bool IsUtf8(std::string_view text);
// ISO 8859-1 as UTF-8.
void DecodeLatin1(std::string_view text, std::string& out);

// The fields of a tab-separated line.
void SplitTabs(std::string_view line, std::vector<std::string_view>& fields);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_INPUT_LINES_H_
