// `entente fit`, `entente forecast` and `entente hindcast`: adds the commands to the program.
#ifndef ENTENTE_CLI_LEARN_COMMANDS_H_
#define ENTENTE_CLI_LEARN_COMMANDS_H_

#include <string>

namespace CLI {
class App;
}

namespace entente::cli {

// The text of a file of draws; a message if it can not be read or is empty.
std::string ReadDrawsFile(const std::string& path, std::string& text);

// `code` receives the exit code when a command runs.
void AddFit(CLI::App& app, int& code);
void AddForecast(CLI::App& app, int& code);
void AddHindcast(CLI::App& app, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_LEARN_COMMANDS_H_
