#include "record/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <system_error>

#include "record/importers/registry.h"
#include "record/input/byte_source.h"
#include "record/input/lines.h"
#include "record/input/rows.h"
#include "record/store/writer.h"

namespace entente::record {
namespace {

namespace fs = std::filesystem;

using Opener = std::function<Result<std::unique_ptr<ByteSource>>()>;
using Adder = std::function<Result<Added>(const Event&)>;

// One stream of rows: a file, or a file inside an archive or a folder.
struct Piece {
  std::string path;    // for recognising, with its folder
  std::string member;  // inside `path`, for messages; or empty
  Opener open;
};

Result<std::vector<Piece>> PiecesOf(const std::string& path) {
  std::vector<Piece> pieces;
  std::error_code error;
  if (fs::is_directory(path, error)) {  // a benchmark of quadruples
    for (const char* name : {"train.txt", "valid.txt", "test.txt"}) {
      const std::string file = (fs::path(path) / name).string();
      if (!fs::exists(file, error)) continue;
      pieces.push_back({file, name, [file] { return OpenBytes(file, ""); }});
    }
    if (pieces.empty()) {
      return Fail(fmt::format("`{}` is a folder without train.txt, valid.txt or test.txt; name its "
                              "files one by one", path));
    }
    return pieces;
  }
  const Result<std::vector<std::string>> members = MembersOf(path);
  if (!members) return tl::unexpected(members.error());
  for (const std::string& member : *members) {
    pieces.push_back({member.empty() ? path : member, member,
                      [path, member] { return OpenBytes(path, member); }});
  }
  return pieces;
}

Result<Sample> SampleOf(const Piece& piece) {
  Result<std::unique_ptr<ByteSource>> bytes = piece.open();
  if (!bytes) return tl::unexpected(bytes.error());
  LineReader lines(**bytes);
  Sample sample;
  sample.path = piece.path;
  Line line;
  while (sample.lines.size() < kSampleLines) {
    const Result<bool> more = lines.Next(line);
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    if (!line.too_long) sample.lines.emplace_back(line.text);
  }
  return sample;
}

std::string NameOf(const std::string& path, const Piece& piece) {
  return piece.member.empty() ? path : path + ":" + piece.member;
}

Result<const Importer*> ChooseImporter(const std::string& name, const Sample& sample,
                                       const ImportOptions& options) {
  if (!options.format.empty()) {
    const Importer* importer = FindImporter(options.format);
    if (importer != nullptr) return importer;
    return Fail(fmt::format("no format `{}`; there are {}", options.format, ImporterNames()));
  }
  if (!options.importer.columns.empty()) return FindImporter("csv");
  if (sample.lines.empty()) return Fail(fmt::format("`{}` is empty", name));
  if (const Importer* importer = Recognise(sample); importer != nullptr) return importer;
  const auto tabs = std::count(sample.lines[0].begin(), sample.lines[0].end(), '\t');
  const auto commas = std::count(sample.lines[0].begin(), sample.lines[0].end(), ',');
  return Fail(
      fmt::format("cannot tell the format of `{}`: its first line has {} columns by tabs and {} by "
                  "commas, which "
                  "fits none of {}; name one with `--format`, or the columns with `--map`",
                  name, tabs + 1, commas + 1, ImporterNames()));
}

// Reads the rows of one piece.
class Reading {
 public:
  Reading(const ImportOptions& options, ImportReport& report, const Adder& add)
      : options_(options), report_(report), add_(add) {}

  Result<void> Read(const Piece& piece, const Importer& importer, RowFormat& format) {
    Result<std::unique_ptr<ByteSource>> bytes = piece.open();
    if (!bytes) return tl::unexpected(bytes.error());
    LineReader lines(**bytes);
    RowCutter rows(lines, format.cut, format.separator);
    member_ = piece.member;
    bool header = format.has_header;
    Row row;
    for (std::uint64_t n = 0;; ++n) {
      const Result<bool> more = rows.Next(row);
      if (!more) return tl::unexpected(more.error());
      if (!*more) break;
      report_.latin1 += row.was_latin1 ? 1 : 0;
      if (header) {
        header = false;
        continue;
      }
      ++report_.rows;
      if (Result<void> taken = Take(row, importer, format); !taken) return taken;
      if (report_.stopped) break;
      if (n % 8192 == 8191 && options_.on_progress &&
          !options_.on_progress((*bytes)->position())) {
        report_.stopped = true;
        break;
      }
    }
    content_ ^= lines.content_hash() + 0x9e3779b97f4a7c15ULL + (content_ << 6U) + (content_ >> 2U);
    return {};
  }

  std::uint64_t content() const { return content_; }

 private:
  Result<void> Take(const Row& row, const Importer& importer, RowFormat& format) {
    Event event;
    const bool wanted = options_.strict || report_.shown.size() < kShownRejections;
    detail_.clear();
    const Rejection fault =
        row.fault != Rejection::kNone
            ? row.fault
            : format.reader->Read(row.fields, event, wanted ? &detail_ : nullptr);
    if (fault != Rejection::kNone) return Reject(row, fault, wanted);
    const Result<Added> added = add_(event);
    if (!added) return tl::unexpected(added.error());
    switch (*added) {
      case Added::kNew: ++report_.stored; break;
      case Added::kKnown: ++report_.known; break;
      case Added::kRepeated: ++report_.repeated; break;
    }
    Widen(report_.days, event.day);
    Widen(report_.coverage, importer.covers_known_from ? event.known_from : event.day);
    return {};
  }

  Result<void> Reject(const Row& row, Rejection fault, bool wanted) {
    ++report_.rejected[static_cast<std::size_t>(fault)];
    if (options_.strict) {
      return Fail(fmt::format("`{}`, line {}: {}{}{}; nothing of the file was kept (`--strict`)",
                              member_.empty() ? report_.path : report_.path + ":" + member_,
                              row.line, RejectionName(fault), detail_.empty() ? "" : ": ",
                              detail_));
    }
    if (wanted) report_.shown.push_back({row.line, member_, fault, detail_});
    return {};
  }

  static void Widen(DaySpan& span, std::int64_t day) {
    if (span.to < span.from) span = {day, day};
    span.from = std::min(span.from, day);
    span.to = std::max(span.to, day);
  }

  const ImportOptions& options_;
  ImportReport& report_;
  const Adder& add_;
  std::string member_, detail_;
  std::uint64_t content_ = 0;
};

// What a piece was found to be.
struct Opened {
  const Importer* importer = nullptr;
  Sample sample;
  RowFormat format;
};

Result<Opened> OpenPiece(const std::string& path, const Piece& piece,
                         const ImportOptions& options) {
  Result<Sample> sample = SampleOf(piece);
  if (!sample) return tl::unexpected(sample.error());
  const std::string name = NameOf(path, piece);
  const Result<const Importer*> importer = ChooseImporter(name, *sample, options);
  if (!importer) return tl::unexpected(importer.error());
  Result<RowFormat> format = (*importer)->open(*sample, options.importer);
  if (!format) return Fail(fmt::format("`{}`: {}", name, format.error().message));
  return Opened{*importer, std::move(*sample), std::move(*format)};
}

// A file of which no row could be read is a mistake, not a record of nothing.
Result<void> CheckRead(const ImportReport& report, const Opened& first) {
  if (report.rows == 0 || report.rejected_rows() < report.rows) return {};
  const Importer* fitting = Recognise(first.sample);
  std::string why;
  if (!report.shown.empty()) {
    const RejectedRow& row = report.shown[0];
    why = fmt::format(" (line {}: {}{}{})", row.line, RejectionName(row.why),
                      row.detail.empty() ? "" : ": ", row.detail);
  }
  return Fail(fmt::format("none of the {} rows of `{}` can be read as {}{}{}", report.rows,
                          report.path, first.importer->name, why,
                          fitting != nullptr && fitting != first.importer
                              ? fmt::format("; it looks like `--format {}`", fitting->name)
                              : ""));
}

Result<ImportReport> ReadPieces(const std::string& path, const std::vector<Piece>& pieces,
                                std::vector<Opened>& opened, const ImportOptions& options,
                                const Adder& add, std::uint64_t* content) {
  ImportReport report;
  report.path = path;
  report.format = opened.front().importer->name;
  report.dataset = options.dataset.empty() ? opened.front().format.dataset : options.dataset;
  Reading reading(options, report, add);
  for (std::size_t i = 0; i < pieces.size() && !report.stopped; ++i) {
    if (i > 0) {
      Result<Opened> next = OpenPiece(path, pieces[i], options);
      if (!next) return tl::unexpected(next.error());
      opened.push_back(std::move(*next));
    }
    if (Result<void> read = reading.Read(pieces[i], *opened.back().importer, opened.back().format);
        !read) {
      return tl::unexpected(read.error());
    }
  }
  if (Result<void> read = CheckRead(report, opened.front()); !read && !report.stopped) {
    return tl::unexpected(read.error());
  }
  if (options.covers) report.coverage = *options.covers;
  if (content != nullptr) *content = reading.content();
  return report;
}

Result<ImportReport> ReadAll(const std::string& path, const std::vector<Piece>& pieces,
                             const ImportOptions& options, const EventSink& sink) {
  Result<Opened> first = OpenPiece(path, pieces.front(), options);
  if (!first) return tl::unexpected(first.error());
  std::vector<Opened> opened;
  opened.push_back(std::move(*first));
  // A sink that has enough gets no more, and reading ends at the next look at the progress.
  bool enough = false;
  ImportOptions stopping = options;
  stopping.on_progress = [&](std::uint64_t bytes) {
    return !enough && (!options.on_progress || options.on_progress(bytes));
  };
  const Adder add = [&](const Event& event) -> Result<Added> {
    if (!enough) enough = !sink(event);
    return Added::kNew;
  };
  return ReadPieces(path, pieces, opened, stopping, add, nullptr);
}

}  // namespace

std::uint64_t ImportReport::rejected_rows() const {
  return std::accumulate(rejected.begin(), rejected.end(), std::uint64_t{0});
}

Result<ImportReport> ImportFile(Store& store, const std::string& path,
                                const ImportOptions& options) {
  const Result<std::vector<Piece>> pieces = PiecesOf(path);
  if (!pieces) return tl::unexpected(pieces.error());
  Result<Opened> first = OpenPiece(path, pieces->front(), options);
  if (!first) return tl::unexpected(first.error());
  const std::string dataset =
      options.dataset.empty() ? first->format.dataset : options.dataset;
  std::vector<Opened> opened;
  opened.push_back(std::move(*first));
  Result<StoreWriter> writer = StoreWriter::Begin(store, dataset, options.replace);
  if (!writer) return tl::unexpected(writer.error());
  std::uint64_t content = 0;
  const Adder add = [&](const Event& event) { return writer->Add(event); };
  Result<ImportReport> report = ReadPieces(path, *pieces, opened, options, add, &content);
  if (!report || report->stopped) return report;
  FileInfo file;
  file.path = path;
  file.format = report->format;
  file.rows = static_cast<std::int64_t>(report->rows);
  file.stored = static_cast<std::int64_t>(report->stored);
  file.rejected = static_cast<std::int64_t>(report->rejected_rows());
  file.coverage = report->coverage;
  if (Result<void> kept = writer->Commit(file, content); !kept) {
    return tl::unexpected(kept.error());
  }
  return report;
}

Result<ImportReport> ReadEvents(const std::string& path, const ImportOptions& options,
                                const EventSink& sink) {
  const Result<std::vector<Piece>> pieces = PiecesOf(path);
  if (!pieces) return tl::unexpected(pieces.error());
  return ReadAll(path, *pieces, options, sink);
}

Result<ImportReport> ReadEventsFrom(std::string_view text, const std::string& path,
                                    const ImportOptions& options, const EventSink& sink) {
  const std::vector<Piece> pieces = {
      {path, "", [text] { return Result<std::unique_ptr<ByteSource>>(BytesOf(text)); }}};
  return ReadAll(path, pieces, options, sink);
}

}  // namespace entente::record
