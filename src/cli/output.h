// Where answers go: standard output, files, and messages on standard error.
#ifndef ENTENTE_CLI_OUTPUT_H_
#define ENTENTE_CLI_OUTPUT_H_

#include <string>

#include "entente/entente.h"

namespace entente::cli {

// To standard output for "-", else to the file, written beside it and renamed. False (after a
// message) if that failed.
bool Deliver(const std::string& target, const std::string& text);

void Print(const std::string& text);

// Prints the diagnostics and the message of an answer on standard error; gives its exit code.
int Report(const api::Answer& answer);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_OUTPUT_H_
