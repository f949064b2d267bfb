// `entente explain` and `entente uncertainty`: each registers itself with the program.
#ifndef ENTENTE_CLI_QUESTION_COMMANDS_H_
#define ENTENTE_CLI_QUESTION_COMMANDS_H_

namespace CLI {
class App;
}

namespace entente::cli {

void AddExplain(CLI::App& app, int& code);
void AddUncertainty(CLI::App& app, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_QUESTION_COMMANDS_H_
