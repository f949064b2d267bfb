// `entente fit`, `forecast`, `hindcast` and `ledger`: adds the commands to the program.
#ifndef ENTENTE_CLI_LEARN_COMMANDS_H_
#define ENTENTE_CLI_LEARN_COMMANDS_H_

namespace CLI {
class App;
}

namespace entente::cli {

// `code` receives the exit code when a command runs.
void AddFit(CLI::App& app, int& code);
void AddForecast(CLI::App& app, int& code);
void AddHindcast(CLI::App& app, int& code);
void AddLedger(CLI::App& app, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_LEARN_COMMANDS_H_
