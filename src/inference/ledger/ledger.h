// The forecast ledger: forecasts as they were published, kept so that nobody (not their authors
// either) can change them afterwards, and scored again whenever the record has grown. One JSON
// object a line, only ever added to; each line carries the hash of the one before, so an edited,
// dropped or reordered line is found by whoever reads, and dropped last lines by whoever kept a head.
#ifndef ENTENTE_INFERENCE_LEDGER_LEDGER_H_
#define ENTENTE_INFERENCE_LEDGER_LEDGER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inference/scores/predictive.h"

namespace entente::inference {

// One forecast of one number: a count, or an event as the count 0 or 1.
struct LedgerForecast {
  std::string target;             // "KOR to JPN, conflict"
  std::int64_t from = 0, to = 0;  // its window of days, [from, to), as day numbers
  bool event = false;
  Predictive law = Predictive::Event(0.0);
};

// What was published at once.
struct LedgerEntry {
  std::string model, model_hash;  // name; of the texts and policies
  std::string data;               // name and vintage of the record it was made from
  std::uint64_t seed = 0;
  std::int64_t origin = 0;     // day number: what was known up to then
  std::int64_t published = 0;  // day number
  std::vector<LedgerForecast> forecasts;
};

struct Ledger {
  std::vector<LedgerEntry> entries;
  std::vector<std::string> hashes;  // of each line, 64 hexadecimal digits
};

// SHA-256 of a text, 64 lower-case hexadecimal digits (FIPS 180-4).
std::string Sha256(std::string_view text);

// Reads a ledger's text and checks its chain. An error names the line that does not fit. That the last
// lines were dropped can not be seen in what is left: whoever wants to know keeps a head elsewhere.
Result<Ledger> ReadLedger(std::string_view text);

// How far a ledger has come: the number of lines and the last one's hash, zeros for none.
struct LedgerHead {
  std::size_t lines = 0;
  std::string hash;
};
std::string HeadOf(const Ledger& ledger);  // "LINES:HASH"
// Reads what HeadOf wrote; the hash may be cut short, to 8 digits at least.
Result<LedgerHead> ReadHead(std::string_view text);

// An error unless the ledger once had this head and has only grown since.
Result<void> CheckHead(const Ledger& ledger, const LedgerHead& head);

// Reads and checks the file at `path`. A file that is not there is an error.
Result<Ledger> ReadLedgerFile(const std::string& path);

// The line (with its line break) that adds `entry` to `ledger`; empty if the same forecasts of the
// same model, seed, record and origin are there already, whenever published: adding is idempotent.
// An error if they are there with other laws, or a window begins before the origin.
Result<std::string> LineFor(const Ledger& ledger, const LedgerEntry& entry);

// Whether a line could be added now: the file can be written and, if it is there, its chain is whole.
// Leaves everything as it was.
Result<void> TryLedger(const std::string& path);

// Adds to the file at `path` (made if it is not there) what LineFor says, after checking it whole:
// appended and synced, never rewritten; others who append wait. A line that can not be written to its
// end is taken back.
struct Appended {
  bool added = false;  // false: the same forecasts were there already
  std::string head;    // of the ledger afterwards
};
Result<Appended> AppendToLedger(const std::string& path, const LedgerEntry& entry);

// One forecast against what happened.
struct LedgerScore {
  std::size_t entry = 0, forecast = 0;
  std::optional<double> outcome;  // empty: not known yet
  double score = 0.0;             // CRPS, or Brier score of an event; NaN until known
};

// Scores what the record now covers. `outcome` gives what happened in a window, or nothing.
std::vector<LedgerScore> ScoreLedger(
    const Ledger& ledger,
    const std::function<std::optional<double>(const LedgerEntry&, const LedgerForecast&)>& outcome);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_LEDGER_LEDGER_H_
