// `entente record …`: adds the command with its sub-commands to the program.
#ifndef ENTENTE_CLI_RECORD_COMMAND_H_
#define ENTENTE_CLI_RECORD_COMMAND_H_

namespace CLI {
class App;
}

namespace entente::cli {

// `code` receives the exit code when a sub-command runs.
void AddRecord(CLI::App& app, int& code);
// `entente record linkages`, in record_linkages_command.cc.
void AddRecordLinkages(CLI::App& record, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_RECORD_COMMAND_H_
