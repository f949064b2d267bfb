// `entente filter MODEL`: adds the command to the program.
#ifndef ENTENTE_CLI_FILTER_COMMAND_H_
#define ENTENTE_CLI_FILTER_COMMAND_H_

namespace CLI {
class App;
}

namespace entente::cli {

// `code` receives the exit code when the command runs.
void AddFilter(CLI::App& app, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_FILTER_COMMAND_H_
