// The language server on two streams: reads messages on a thread of its own, so that a cancel is
// seen while something is worked out, and publishes diagnostics once the typing pauses.
#ifndef ENTENTE_LSP_LOOP_H_
#define ENTENTE_LSP_LOOP_H_

#include <istream>
#include <ostream>

namespace entente::lsp {

// Serves until `exit` or the end of the stream; the program's exit code. The thread that reads may
// outlive the call, blocked in `in`, which must then live as long as the program.
int Serve(std::istream& in, std::ostream& out);

}  // namespace entente::lsp

#endif  // ENTENTE_LSP_LOOP_H_
