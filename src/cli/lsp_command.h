// `entente lsp`: the language server, for editors.
#ifndef ENTENTE_CLI_LSP_COMMAND_H_
#define ENTENTE_CLI_LSP_COMMAND_H_

namespace CLI {
class App;
}

namespace entente::cli {

void AddLsp(CLI::App& app, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_LSP_COMMAND_H_
