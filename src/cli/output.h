// Where answers go: standard output, files, and messages on standard error.
#ifndef ENTENTE_CLI_OUTPUT_H_
#define ENTENTE_CLI_OUTPUT_H_

#include <string>
#include <vector>

#include "entente/entente.h"

namespace entente::cli {

// To standard output for "-", else to the file, written beside it and renamed. False (after a
// message) if that failed.
bool Deliver(const std::string& target, const std::string& text);

// Whether Deliver has a chance: false (after a message) if the file can not be made. Asked before
// a long run, so that its results are not lost at the end.
bool CanDeliver(const std::string& target);
// The same for several; empty ones are not wanted.
bool CanDeliverAll(const std::vector<std::string>& targets);

void Print(const std::string& text);

// Whether all that was printed on standard output got there; a message if not (a full disk).
bool PrintedAll();

// Prints the diagnostics and the message of an answer on standard error; gives its exit code.
int Report(const api::Answer& answer);

using api::ShellQuoted;

}  // namespace entente::cli

#endif  // ENTENTE_CLI_OUTPUT_H_
