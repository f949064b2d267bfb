#include "cli/lsp_command.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "lsp/loop.h"

namespace entente::cli {

void AddLsp(CLI::App& app, int& code) {
  CLI::App* command = app.add_subcommand(
      "lsp", "Serve editors over the Language Server Protocol on standard input and output");
  // Editors pass it by habit; there is no other way.
  command->add_flag("--stdio")->description("on standard input and output, as always");
  command->callback([&code] {
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    code = lsp::Serve(std::cin, std::cout);
  });
}

}  // namespace entente::cli
