// Where text came from: files, byte spans in them, and the way back to line and column. Spans are
// kept from the lexer to the running engine, so that a failing world can name its line.
#ifndef ENTENTE_BASE_SOURCE_H_
#define ENTENTE_BASE_SOURCE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace entente {

using FileId = Id<struct FileTag>;

// A half-open range of bytes [begin, end) of one file. A default span means "no place in any text"
// (models built by a program).
struct SourceSpan {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool valid() const { return file.valid(); }
};

// The smallest span that covers both; `a` if they lie in different files.
SourceSpan Cover(SourceSpan a, SourceSpan b);

struct LineColumn {
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1, in Unicode code points
};

// One text with its display path and line index.
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  LineColumn Locate(std::uint32_t offset) const;  // offsets past the end give the end
  std::string_view Line(std::uint32_t line) const;  // without its line break; line from 1

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

// All texts of one model, in the order they were added.
class SourceMap {
 public:
  FileId Add(std::string path, std::string text);
  const SourceFile& file(FileId id) const;
  std::size_t size() const { return files_.size(); }
  // "main.ent:14:9", or "(no source)" for an invalid span.
  std::string Describe(SourceSpan span) const;
  std::string_view Text(SourceSpan span) const;

 private:
  std::vector<SourceFile> files_;
};

}  // namespace entente

#endif  // ENTENTE_BASE_SOURCE_H_
