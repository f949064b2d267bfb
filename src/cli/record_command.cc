#include "cli/record_command.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

constexpr int kFailed = static_cast<int>(api::Status::kFailed);

struct ImportArguments {
  api::RecordImportRequest request;
  std::string map, json;
  bool quiet = false;
};

int ImportCommand(ImportArguments& arguments) {
  if (!CanDeliverAll({arguments.json})) return kFailed;
  arguments.request.map = SplitNames(arguments.map);
  arguments.request.style = StyleOfOutput();
  const api::RecordImportAnswer answer =
      WithProgress([&](const api::Control& control, ProgressLine& progress) {
        progress.Say("importing, bytes");
        return api::RecordImport(arguments.request, control);
      });
  // What was kept is told before what failed.
  if (arguments.json != "-" && !arguments.quiet) Print(answer.text);
  const int code = Report(answer);
  if (!arguments.json.empty() && !answer.json.empty() && !Deliver(arguments.json, answer.json)) {
    return kFailed;
  }
  return code;
}

void AddStore(CLI::App& command, std::string& store) {
  command.add_option("--store", store, "the record's file (default record.db)")->type_name("FILE");
}

void AddImport(CLI::App& record, int& code) {
  const auto arguments = std::make_shared<ImportArguments>();
  api::RecordImportRequest& request = arguments->request;
  CLI::App* command =
      record.add_subcommand("import", "Bring files of coded events into the record");
  command->add_option("FILES", request.paths,
                      "files (plain, gzip or zip), or folders of benchmark quadruples")
      ->required();
  AddStore(*command, request.store);
  command->add_option("--format", request.format,
                      "an importer (`record list --formats`; default: by the first lines)")
      ->type_name("NAME");
  command
      ->add_option("--dataset", request.dataset, "the data set to add to (default: the format's)")
      ->type_name("NAME");
  command->add_option("--covers", request.covers,
                      "the days that the file is complete for (default: first to last row)")
      ->type_name("FROM..TO");
  command->add_flag("--strict", request.strict, "fail on the first row that can not be read");
  command->add_flag("--replace", request.replace, "forget what the data set held before");
  command->add_option("--json", arguments->json, "write the report as JSON (- for standard output)")
      ->type_name("FILE");
  command->add_flag("--quiet", arguments->quiet, "no text");
  command->add_option("--map", arguments->map,
                      "csv: which column is what, as in date=Day,source=A,target=B,code=Event")
      ->type_name("WHAT=COLUMN,...")->group("Of single formats");
  command->add_option("--start-date", request.start_date, "quadruples: the day of the first time")
      ->type_name("DATE")->group("Of single formats");
  command
      ->add_option("--steps-per-day", request.steps_per_day, "quadruples: times a day (default 1)")
      ->type_name("N")
      ->group("Of single formats");
  command->callback([arguments, &code] { code = ImportCommand(*arguments); });
}

struct ListArguments {
  api::RecordListRequest request;
  std::string json;
};

int ListCommand(ListArguments& arguments) {
  arguments.request.style = StyleOfOutput();
  const api::RecordListAnswer answer = api::RecordList(arguments.request);
  const int code = Report(answer);
  if (!answer.ok()) return code;
  if (arguments.json != "-") Print(answer.text);
  return arguments.json.empty() || Deliver(arguments.json, answer.json) ? code : kFailed;
}

void AddList(CLI::App& record, int& code) {
  const auto arguments = std::make_shared<ListArguments>();
  CLI::App* command =
      record.add_subcommand("list", "List data sets, their files and the days they cover");
  AddStore(*command, arguments->request.store);
  command->add_flag("--formats", arguments->request.formats,
                    "list the formats that can be imported");
  command->add_option("--json", arguments->json, "write it as JSON (- for standard output)")
      ->type_name("FILE");
  command->callback([arguments, &code] { code = ListCommand(*arguments); });
}

// Options that all reading sub-commands share; `classes` is split by AddSelection's users.
void AddSelection(CLI::App& command, api::RecordSelection& selection, std::string& classes) {
  const char* which = "Which events";
  command.add_option("DATASET", selection.dataset, "the data set (default: the only one)");
  AddStore(command, selection.store);
  const auto add = [&](const char* name, std::string& value, const char* help, const char* type) {
    command.add_option(name, value, help)->type_name(type)->group(which);
  };
  add("--from", selection.from_day, "first day", "DATE");
  add("--to", selection.to_day, "last day", "DATE");
  add("--source", selection.source,
      "who acts: a model's actor with --model, else a name or country", "ACTOR");
  add("--target", selection.target, "toward whom", "ACTOR");
  add("--class", classes,
      "quad classes (material_conflict), PLOVER classes (CONSULT), CAMEO codes (17, 0231)",
      "NAMES");
  add("--known-by", selection.known_by, "only what was known by this day", "DATE");
  command.add_flag("--collapse-days", selection.collapse_days,
                   "same day, source, target and code: count once")
      ->group(which);
  const char* words = "Names";
  command.add_option("--model", selection.model,
                     "the model whose actors.tsv and tracks.tsv say who is who")
      ->type_name("MODEL")->group(words);
  command.add_option("--actors", selection.actors, "another actors.tsv")
      ->type_name("FILE")->group(words);
  command.add_option("--tracks", selection.tracks, "another tracks.tsv")
      ->type_name("FILE")->group(words);
}

// `text` as a count into `most`; a message otherwise.
bool ReadMost(const std::string& text, std::size_t& most) {
  if (text.empty()) return true;
  const auto count = ParseCount(text);
  if (!count) {
    UsageError("`--most " + text + "`: expected a whole number");
    return false;
  }
  most = static_cast<std::size_t>(*count);
  return true;
}

struct SummaryArguments {
  api::RecordSummaryRequest request;
  std::string classes, most, json;
};

int SummaryCommand(SummaryArguments& arguments) {
  arguments.request.selection.classes = SplitNames(arguments.classes);
  if (!ReadMost(arguments.most, arguments.request.most)) {
    return static_cast<int>(api::Status::kBadRequest);
  }
  arguments.request.style = StyleOfOutput();
  const api::RecordSummaryAnswer answer = api::RecordSummary(arguments.request);
  const int code = Report(answer);
  if (!answer.ok()) return code;
  if (arguments.json != "-") Print(answer.text);
  return arguments.json.empty() || Deliver(arguments.json, answer.json) ? code : kFailed;
}

void AddSummary(CLI::App& record, int& code) {
  const auto arguments = std::make_shared<SummaryArguments>();
  CLI::App* command = record.add_subcommand(
      "summary", "Say what a data set holds, and which names no actor stands for");
  AddSelection(*command, arguments->request.selection, arguments->classes);
  command->add_option("--most", arguments->most, "pairs and names to list (default 15)")
      ->type_name("N");
  command->add_option("--json", arguments->json, "write it as JSON (- for standard output)")
      ->type_name("FILE");
  command->callback([arguments, &code] { code = SummaryCommand(*arguments); });
}

struct SeriesArguments {
  api::RecordSeriesRequest request;
  std::string classes, most, json, csv;
  bool quiet = false;
};

int SeriesCommand(SeriesArguments& arguments) {
  arguments.request.selection.classes = SplitNames(arguments.classes);
  if (!ReadMost(arguments.most, arguments.request.most)) {
    return static_cast<int>(api::Status::kBadRequest);
  }
  if (arguments.json == "-" && arguments.csv == "-") {
    return UsageError("only one of the outputs can go to standard output");
  }
  if (!CanDeliverAll({arguments.json, arguments.csv})) return kFailed;
  arguments.request.style = StyleOfOutput();
  const api::RecordSeriesAnswer answer = api::RecordSeries(arguments.request);
  const int code = Report(answer);
  if (!answer.ok()) return code;
  if (arguments.json != "-" && arguments.csv != "-" && !arguments.quiet) Print(answer.text);
  bool delivered = arguments.json.empty() || Deliver(arguments.json, answer.json);
  delivered = (arguments.csv.empty() || Deliver(arguments.csv, answer.csv)) && delivered;
  return delivered ? code : kFailed;
}

void AddSeries(CLI::App& record, int& code) {
  const auto arguments = std::make_shared<SeriesArguments>();
  api::RecordSeriesRequest& request = arguments->request;
  CLI::App* command = record.add_subcommand(
      "series", "Count events over time; days without data are missing, not zero");
  AddSelection(*command, request.selection, arguments->classes);
  command->add_option("--by", request.period, "day, week (Monday to Sunday), month or year "
                                              "(default month)")
      ->type_name("PERIOD");
  command->add_option("--split", request.by, "a series for each quad, plover, root or track")
      ->type_name("CLASSES");
  command->add_flag("--pairs", request.pairs, "a series for each pair of actors");
  command->add_option("--most", arguments->most, "series in the table (default 20)")
      ->type_name("N");
  const char* outputs = "Output";
  command->add_option("--csv", arguments->csv, "write all as CSV (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_option("--json", arguments->json, "write all as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_flag("--quiet", arguments->quiet, "no table")->group(outputs);
  command->callback([arguments, &code] { code = SeriesCommand(*arguments); });
}

struct ExportArguments {
  api::RecordExportRequest request;
  std::string classes, output = "-";
};

// A file that is written piece by piece beside its place and renamed at the end.
class StreamedFile {
 public:
  explicit StreamedFile(const std::string& target) : target_(target) {
    if (target == "-") {
      file_ = stdout;
      return;
    }
    beside_ = target + ".partial";
    file_ = std::fopen(beside_.c_str(), "wb");
    if (file_ == nullptr) error_ = errno;
  }
  StreamedFile(const StreamedFile&) = delete;
  StreamedFile& operator=(const StreamedFile&) = delete;
  ~StreamedFile() {
    if (file_ != nullptr && !beside_.empty()) Drop();
  }

  bool Write(std::string_view text) {
    if (file_ == nullptr || error_ != 0) return false;
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) error_ = errno;
    return error_ == 0;
  }
  // False (after a message) if not everything got there.
  bool Finish() {
    if (file_ != nullptr && std::fflush(file_) != 0 && error_ == 0) error_ = errno;
    if (error_ == 0 && !beside_.empty()) {
      if (std::fclose(file_) != 0) error_ = errno;
      file_ = nullptr;
      if (error_ == 0 && std::rename(beside_.c_str(), target_.c_str()) != 0) error_ = errno;
      if (error_ != 0) std::remove(beside_.c_str());
    }
    if (error_ == 0) return true;
    std::fprintf(stderr, "entente: cannot write `%s`: %s\n",
                 target_ == "-" ? "standard output" : target_.c_str(), std::strerror(error_));
    return false;
  }

 private:
  void Drop() {
    std::fclose(file_);
    std::remove(beside_.c_str());
  }

  std::string target_, beside_;
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

int ExportCommand(ExportArguments& arguments) {
  arguments.request.selection.classes = SplitNames(arguments.classes);
  StreamedFile file(arguments.output);
  const api::RecordExportAnswer answer = api::RecordExport(
      arguments.request, [&](std::string_view text) { return file.Write(text); });
  const int code = Report(answer);
  if (!answer.message.empty() || !answer.diagnostics.empty()) return code;
  return file.Finish() ? code : kFailed;
}

void AddExport(CLI::App& record, int& code) {
  const auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = record.add_subcommand("export", "Write events out as CSV or JSON lines");
  AddSelection(*command, arguments->request.selection, arguments->classes);
  command->add_option("--output,-o", arguments->output, "the file (default: standard output)")
      ->type_name("FILE");
  command->add_flag("--json-lines", arguments->request.json_lines, "an object a line");
  command->callback([arguments, &code] { code = ExportCommand(*arguments); });
}

}  // namespace

void AddRecord(CLI::App& app, int& code) {
  CLI::App* record = app.add_subcommand("record", "Coded events of the real world: bring them in, "
                                                  "count them, write them out");
  record->require_subcommand(0, 1);
  record->footer(R"(Examples:
  entente record import events.2018.tab.zip
  entente record summary icews --model northeast_asia
  entente record series icews --model northeast_asia --source KOR --target JPN --split quad
  entente record series icews --source Japan --class material_conflict --by week --csv out.csv
  entente record export icews --from 2018-03-01 --to 2018-03-31 --output march.csv)");
  record->callback([record] {
    if (record->get_subcommands().empty()) Print(record->help());
  });
  AddImport(*record, code);
  AddList(*record, code);
  AddSummary(*record, code);
  AddSeries(*record, code);
  AddExport(*record, code);
  AddRecordLinkages(*record, code);
}

}  // namespace entente::cli
