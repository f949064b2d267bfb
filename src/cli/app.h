// The command line: commands, options, help. Exit codes: 0 done, 1 the model has errors, 2 the
// command makes no sense, 3 a file or the worlds failed, 70 a fault of ours, 130 stopped.
#ifndef ENTENTE_CLI_APP_H_
#define ENTENTE_CLI_APP_H_

namespace entente::cli {

int Main(int argc, const char* const* argv);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_APP_H_
