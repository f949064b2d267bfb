// `entente record check MODEL`: adds the sub-command to the program.
#ifndef ENTENTE_CLI_RECORD_CHECK_COMMAND_H_
#define ENTENTE_CLI_RECORD_CHECK_COMMAND_H_

namespace CLI {
class App;
}

namespace entente::cli {

// Adds to the command `record` of the program, which is made if it is not there yet. `code`
// receives the exit code when the sub-command runs.
void AddRecordCheck(CLI::App& app, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_RECORD_CHECK_COMMAND_H_
