// The forecast ledger: forecasts are published into a file that only grows, and scored as the record
// grows. Each line carries the hash of the one before; a head kept elsewhere shows whether the last
// lines are still there.
#ifndef ENTENTE_LEDGER_H_
#define ENTENTE_LEDGER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct PublishRequest {
  ModelRequest source;  // source.with is applied to the model as it was known on the day
  std::string ledger;   // the file; made if it is not there
  std::string from;     // ISO date, the first of a month: the origin; what was known later is not seen
  std::vector<std::uint64_t> leads = {3, 6, 12};  // months
  std::string targets;  // as in HindcastRequest
  std::string store;
  std::string posterior;
  std::uint64_t particles = 2'000;  // in each filter
  std::uint64_t replicates = 4;
  std::uint64_t seed = 1;
  unsigned threads = 0;
  std::string published;  // ISO date: the day of publication
};

struct PublishAnswer : Answer {
  bool added = false;  // false: the same forecasts are there already
  std::uint64_t forecasts = 0;
  std::string head;    // "LINES:HASH" of the ledger now: keep it where the ledger is not
};

// Forecasts the targets that can be scored later (each recorded transition and event, or the observed
// counts) and adds them as one line. Fails without a change if the ledger's chain is broken, or if it
// holds the same forecasts with other numbers.
PublishAnswer Publish(const PublishRequest& request, const Control& control = {});

struct LedgerRequest {
  std::string ledger;
  std::string head;  // as Publish gave it: kUnmet unless that line is still there; empty: not asked
  bool score = false;
  ModelRequest source;  // `score`: the model whose record says what happened
  std::string store;    // `score`: for forecasts of observed counts
  TextStyle style;
};

struct LedgerAnswer : Answer {
  std::uint64_t lines = 0, forecasts = 0;
  std::uint64_t scored = 0;  // of them: their windows are over and covered by the record
  std::string head;
  std::string text;
  std::string json;  // docs/reference/ledger.schema.json
};

// Reads a ledger, checks its chain, lists it and, if asked, scores what the record now covers.
// kUnmet if the chain is broken.
LedgerAnswer ReadLedger(const LedgerRequest& request);

}  // namespace entente::api

#endif  // ENTENTE_LEDGER_H_
