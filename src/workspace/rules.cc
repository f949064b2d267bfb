#include "workspace/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

#include "base/calendar.h"

namespace entente::workspace {
namespace {

constexpr std::size_t kMaxPathBytes = 200;
constexpr std::size_t kMaxPathParts = 8;
constexpr std::size_t kMaxNameBytes = 200;

bool HasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

// Bytes of the sequence that begins `text`; 0 if it is none.
std::size_t SequenceLength(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  std::size_t length = 0;
  unsigned char low = 0x80, high = 0xbf;  // of the second byte
  if (first >= 0xc2 && first <= 0xdf) length = 2;
  else if (first >= 0xe0 && first <= 0xef) length = 3;
  else if (first >= 0xf0 && first <= 0xf4) length = 4;
  if (length == 0 || text.size() < length) return 0;
  if (first == 0xe0) low = 0xa0;
  if (first == 0xed) high = 0x9f;
  if (first == 0xf0) low = 0x90;
  if (first == 0xf4) high = 0x8f;
  if (at(1) < low || at(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (at(i) < 0x80 || at(i) > 0xbf) return 0;
  }
  return length;
}

std::string PartFault(std::string_view part) {
  if (part.empty()) return "a path has no empty part";
  if (part == "." || part == "..") return "a path has no part `.` or `..`";
  if (part.front() == ' ' || part.back() == ' ') return "no part of a path begins or ends blank";
  return "";
}

}  // namespace

bool IsText(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t length = SequenceLength(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string PathFault(std::string_view path) {
  if (path.empty()) return "a file needs a name";
  if (path.size() > kMaxPathBytes) return fmt::format("a path has at most {} bytes", kMaxPathBytes);
  if (!IsText(path) || HasControls(path)) return "a path has printable characters only";
  if (path.find('\\') != std::string_view::npos) return "the parts of a path are parted by `/`";
  if (path.front() == '/') return "a path is relative to its project";
  std::size_t parts = 1;
  std::string_view rest = path;
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos;
       slash = rest.find('/')) {
    if (std::string fault = PartFault(rest.substr(0, slash)); !fault.empty()) return fault;
    rest.remove_prefix(slash + 1);
    ++parts;
  }
  if (parts > kMaxPathParts) return fmt::format("a path has at most {} parts", kMaxPathParts);
  return PartFault(rest);
}

std::string NameFault(std::string_view name) {
  if (name.empty()) return "a project needs a name";
  if (name.size() > kMaxNameBytes) return fmt::format("a name has at most {} bytes", kMaxNameBytes);
  if (!IsText(name) || HasControls(name)) return "a name has printable characters only";
  if (name.find_first_not_of(' ') == std::string_view::npos) return "a project needs a name";
  return "";
}

std::string NewId() {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";  // none is taken for another
  static_assert(kLetters.size() == 32);
  std::random_device device;  // the system's own source, which threads may share
  std::uint64_t bits = (static_cast<std::uint64_t>(device()) << 32U) | device();
  std::string id;
  for (int i = 0; i < 10; ++i, bits >>= 5U) id += kLetters[bits & 31U];
  return id;
}

std::string TimeStamp() {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const std::int64_t now =
      duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const std::int64_t day = now / 86'400, second = now % 86'400;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", FormatDate(CivilFromDayNumber(day)), second / 3600,
                     second / 60 % 60, second % 60);
}

std::string TitleOf(std::string_view main_text) {
  for (int i = 0; i < 200 && !main_text.empty(); ++i) {
    const std::size_t end = std::min(main_text.find('\n'), main_text.size());
    const std::string_view line = main_text.substr(0, end);
    main_text.remove_prefix(std::min(end + 1, main_text.size()));
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos || line.compare(begin, 7, "system ") != 0) continue;
    const std::size_t open = line.find('"', begin);
    if (open == std::string_view::npos) return "";
    const std::size_t close = line.find('"', open + 1);
    return close == std::string_view::npos ? "" : std::string(line.substr(open + 1, close - open - 1));
  }
  return "";
}

}  // namespace entente::workspace
