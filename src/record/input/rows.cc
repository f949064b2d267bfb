#include "record/input/rows.h"

#include <cstddef>
#include <utility>

namespace entente::record {
namespace {

// A quoted field that runs longer than this was never meant to.
constexpr std::size_t kMaxJoinedLines = 50;
constexpr std::size_t kMaxJoinedBytes = 1U << 16U;

}  // namespace

bool CutQuoted(std::string_view text, char separator, std::string& scratch,
               std::vector<std::string_view>& fields) {
  fields.clear();
  scratch.clear();
  scratch.reserve(text.size());  // never longer, so that views into it hold
  std::size_t at = 0;
  while (true) {
    if (at < text.size() && text[at] == '"') {
      const std::size_t begin = scratch.size();
      ++at;
      while (true) {
        const std::size_t quote = text.find('"', at);
        if (quote == std::string_view::npos) return false;
        scratch.append(text.substr(at, quote - at));
        at = quote + 1;
        if (at >= text.size() || text[at] != '"') break;
        scratch += '"';
        ++at;
      }
      const std::size_t end = std::min(text.find(separator, at), text.size());
      scratch.append(text.substr(at, end - at));  // what follows the closing quote, if anything
      fields.emplace_back(scratch.data() + begin, scratch.size() - begin);
      at = end;
    } else {
      const std::size_t end = std::min(text.find(separator, at), text.size());
      fields.push_back(text.substr(at, end - at));
      at = end;
    }
    if (at >= text.size()) return true;
    ++at;  // the separator
    if (at == text.size()) {
      fields.push_back(text.substr(at));
      return true;
    }
  }
}

void CutBlanks(std::string_view text, std::vector<std::string_view>& fields) {
  fields.clear();
  std::size_t at = 0;
  while (true) {
    at = text.find_first_not_of(" \t", at);
    if (at == std::string_view::npos) return;
    const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
    fields.push_back(text.substr(at, end - at));
    at = end;
  }
}

RowCutter::RowCutter(LineReader& lines, Cut cut, char separator)
    : lines_(lines), cut_(cut), separator_(separator) {}

Result<bool> RowCutter::Next(Row& row) {
  if (cut_ == Cut::kQuoted) {
    while (true) {
      if (!ahead_.empty()) {
        current_ = std::move(ahead_.front());
        ahead_.pop_front();
      } else {
        const Result<bool> more = lines_.Next(current_.line);
        if (!more || !*more) return more;
        current_.text.assign(current_.line.text);
      }
      if (!current_.text.empty()) return Quoted(row, current_);
    }
  }
  Line line;
  while (true) {
    const Result<bool> more = lines_.Next(line);
    if (!more || !*more) return more;
    if (!line.text.empty()) break;
  }
  row = {};
  row.line = line.number;
  row.was_latin1 = line.was_latin1;
  if (line.too_long) row.fault = Rejection::kTooLong;
  else if (line.has_nul) row.fault = Rejection::kNulByte;
  else if (cut_ == Cut::kTabs) SplitTabs(line.text, fields_);
  else CutBlanks(line.text, fields_);
  if (row.fault == Rejection::kNone) row.fields = fields_;
  return true;
}

Result<bool> RowCutter::Quoted(Row& row, Kept& first) {
  row = {};
  row.line = first.line.number;
  row.was_latin1 = first.line.was_latin1;
  if (first.line.too_long) row.fault = Rejection::kTooLong;
  else if (first.line.has_nul) row.fault = Rejection::kNulByte;
  if (row.fault != Rejection::kNone) return true;
  if (CutQuoted(first.text, separator_, text_, fields_)) {
    row.fields = fields_;
    return true;
  }
  joined_ = first.text;
  std::size_t joined = 0;
  while (joined < kMaxJoinedLines && joined_.size() < kMaxJoinedBytes) {
    if (joined == ahead_.size()) {
      Kept next;
      const Result<bool> more = lines_.Next(next.line);
      if (!more) return more;
      if (!*more) break;
      next.text.assign(next.line.text);
      ahead_.push_back(std::move(next));
    }
    const Kept& next = ahead_[joined++];
    if (next.line.too_long || next.line.has_nul) break;
    joined_ += '\n';
    joined_ += next.text;
    if (next.text.find('"') == std::string::npos) continue;
    if (CutQuoted(joined_, separator_, text_, fields_)) {
      ahead_.erase(ahead_.begin(), ahead_.begin() + static_cast<std::ptrdiff_t>(joined));
      row.fields = fields_;
      return true;
    }
  }
  row.fault = Rejection::kOpenQuote;  // the lines ahead are rows of their own
  return true;
}

}  // namespace entente::record
