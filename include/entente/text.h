// Tasks about the text of models: check, explain, dump, format, start a new one, list the shipped.
#ifndef ENTENTE_TEXT_H_
#define ENTENTE_TEXT_H_

#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct CheckRequest {
  ModelRequest source;
  TextStyle style;
};

struct CheckAnswer : Answer {
  std::string summary;  // "northeast_asia: 14 issues, 86 channels, …; no errors, 2 warnings"
  std::string json;     // {"model","ok","diagnostics",…} if source.json_diagnostics
  std::size_t errors = 0;
  std::size_t warnings = 0;
};

// Reads and checks a model without running it.
CheckAnswer Check(const CheckRequest& request);

struct ExplainRequest {
  ModelRequest source;
  std::string name;  // an event, transition, option, quantity, parameter … of the model
  TextStyle style;
};

struct TextAnswer : Answer {
  std::string text;
};

// The effective rate of anything in plain words: what drives, raises, lowers and guards it.
TextAnswer Explain(const ExplainRequest& request);

enum class DumpPhase { kTokens, kSyntax, kModel };

struct DumpRequest {
  ModelRequest source;
  DumpPhase phase = DumpPhase::kModel;
};

// What a phase of the compiler made of the text.
TextAnswer Dump(const DumpRequest& request);

struct FormatRequest {
  std::vector<std::string> files;
  bool check_only = false;  // say what would change, write nothing
  TextStyle style;
};

struct FormattedFile {
  std::string path;
  bool changed = false;
};

struct FormatAnswer : Answer {
  std::vector<FormattedFile> files;
};

// Rewrites files in the canonical layout. A file with syntax errors is left alone (kModelErrors);
// with check_only the status is kModelErrors if any file would change.
FormatAnswer Format(const FormatRequest& request);

struct NewProjectRequest {
  std::string path;  // the folder to make; its last part names the system
};

struct NewProjectAnswer : Answer {
  std::vector<std::string> files;  // written, the model first
};

// Writes a small commented model that checks and runs. Refuses to touch an existing file.
NewProjectAnswer NewProject(const NewProjectRequest& request);

struct ShippedModel {
  std::string name;
  std::string title;
  std::string path;
};

// The models that `run NAME` finds by name, nearest folder first.
std::vector<ShippedModel> ListModels(const std::vector<std::string>& model_folders = {});

std::string Version();

// `text` as one word of a shell command, for the commands that pages show.
std::string ShellQuoted(const std::string& text);

// The candidate nearest to a mistyped name; empty if none is near.
std::string Nearest(const std::string& name, const std::vector<std::string>& candidates);

}  // namespace entente::api

#endif  // ENTENTE_TEXT_H_
