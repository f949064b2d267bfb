// Messages on a byte stream as the Language Server Protocol frames them: header lines, an empty
// line, then as many bytes as `Content-Length` says (LSP 3.17, "Base Protocol").
#ifndef ENTENTE_LSP_FRAMING_H_
#define ENTENTE_LSP_FRAMING_H_

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>

namespace entente::lsp {

struct FrameLimits {
  std::size_t max_bytes = 64U << 20U;  // of one message
  std::size_t max_line = 4096;         // of one header line
  std::size_t max_lines = 64;          // header lines of one message
};

struct Frame {
  enum class Kind {
    kMessage,  // `text` is the message
    kEnd,      // the stream ended between messages
    kBroken,   // it can not be read on: `text` says why
  };
  Kind kind = Kind::kEnd;
  std::string text;
};

// Reads one message; blocks until it is there. After kBroken the stream has no known place.
Frame ReadFrame(std::istream& in, const FrameLimits& limits = {});

std::string Framed(std::string_view message);

}  // namespace entente::lsp

#endif  // ENTENTE_LSP_FRAMING_H_
