#include "inference/ledger/ledger.h"

#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"

namespace entente::inference {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "entente-ledger-1";
const std::string kNoHash(64, '0');  // before the first line
constexpr std::size_t kShortestHash = 8;

std::string DateOf(std::int64_t day) { return FormatDate(CivilFromDayNumber(day)); }

Json ForecastJson(const LedgerForecast& forecast) {
  Json json = {{"target", forecast.target},
               {"from", DateOf(forecast.from)},
               {"to", DateOf(forecast.to)},
               {"kind", forecast.event ? "event" : "count"}};
  const bool ensemble = forecast.law.is_ensemble();
  const auto values = ensemble ? forecast.law.members() : forecast.law.mass();
  json[ensemble ? "members" : "mass"] = std::vector<double>(values.begin(), values.end());
  return json;
}

// What must not change once published: all but the day of publication.
Json ContentJson(const LedgerEntry& entry) {
  Json forecasts = Json::array();
  for (const LedgerForecast& forecast : entry.forecasts)
    forecasts.push_back(ForecastJson(forecast));
  return {{"model", entry.model},
          {"model_hash", entry.model_hash},
          {"data", entry.data},
          {"seed", entry.seed},
          {"origin", DateOf(entry.origin)},
          {"forecasts", std::move(forecasts)}};
}

// Which forecasts they are, whatever they say.
std::string KeyOf(const LedgerEntry& entry) {
  std::string key = fmt::format("{}|{}|{}|{}|{}", entry.model, entry.model_hash, entry.data,
                                entry.seed, entry.origin);
  for (const LedgerForecast& forecast : entry.forecasts) {
    key += fmt::format("|{}|{}|{}|{}", forecast.target, forecast.from, forecast.to, forecast.event);
  }
  return key;
}

std::int64_t DayIn(const Json& json, const char* key) {
  const auto date = ParseIsoDate(json.at(key).get<std::string>());
  if (!date) throw std::invalid_argument(std::string("`") + key + "` is no date");
  return DayNumber(*date);
}

LedgerForecast ReadForecast(const Json& json) {
  LedgerForecast forecast;
  forecast.target = json.at("target").get<std::string>();
  forecast.from = DayIn(json, "from");
  forecast.to = DayIn(json, "to");
  forecast.event = json.at("kind").get<std::string>() == "event";
  const bool ensemble = json.contains("members");
  const auto values = json.at(ensemble ? "members" : "mass").get<std::vector<double>>();
  double sum = 0.0;
  for (const double value : values) {
    if (!std::isfinite(value) || (!ensemble && value < 0.0)) {
      throw std::invalid_argument("a law with an impossible number");
    }
    sum += value;
  }
  if (values.empty() || (!ensemble && std::abs(sum - 1.0) > 1e-6)) {
    throw std::invalid_argument("a law that does not sum to 1");
  }
  forecast.law = ensemble ? Predictive::Ensemble(values) : Predictive::Mass(values);
  return forecast;
}

LedgerEntry ReadEntry(const Json& json) {
  LedgerEntry entry;
  const Json& content = json.at("content");
  entry.model = content.at("model").get<std::string>();
  entry.model_hash = content.at("model_hash").get<std::string>();
  entry.data = content.at("data").get<std::string>();
  entry.seed = content.at("seed").get<std::uint64_t>();
  entry.origin = DayIn(content, "origin");
  entry.published = DayIn(json, "published");
  for (const Json& forecast : content.at("forecasts")) {
    entry.forecasts.push_back(ReadForecast(forecast));
  }
  return entry;
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Result<std::string> ReadAll(std::FILE* file, const std::string& path) {
  std::string text;
  std::vector<char> piece(1 << 16);
  for (std::size_t n = 0; (n = std::fread(piece.data(), 1, piece.size(), file)) > 0;) {
    text.append(piece.data(), n);
  }
  if (std::ferror(file)) return Fail(fmt::format("the ledger `{}` can not be read", path));
  return text;
}

tl::unexpected<Error> CanNotOpen(const std::string& path, int why) {
  return Fail(fmt::format("the ledger `{}` can not be opened for writing: {}", path,
                          std::strerror(why)));
}

Result<File> OpenToAppend(const std::string& path) {
  File file(std::fopen(path.c_str(), "a+b"));
  if (!file) return CanNotOpen(path, errno);
  std::rewind(file.get());
  return file;
}

Result<void> Write(std::FILE* file, const std::string& line, std::size_t size_before,
                   const std::string& path) {
  if (std::fwrite(line.data(), 1, line.size(), file) == line.size() && std::fflush(file) == 0 &&
      ::fsync(::fileno(file)) == 0) {
    return {};
  }
  const std::string why = std::strerror(errno);
  // A piece of a line would make the ledger unreadable for good.
  const bool restored = ::ftruncate(::fileno(file), static_cast<off_t>(size_before)) == 0;
  return Fail(fmt::format("the ledger `{}` can not be written: {}{}", path, why,
                          restored ? "; it is as it was" : ""));
}

}  // namespace

Result<Ledger> ReadLedger(std::string_view text) {
  Ledger ledger;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return Fail(
          fmt::format("line {} of the ledger is cut off: it was not written to its end", number));
    }
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    // The hash of a line covers all before its own field.
    const std::size_t mark = line.rfind(",\"hash\":\"");
    const std::string& before = ledger.hashes.empty() ? kNoHash : ledger.hashes.back();
    try {
      const Json json = Json::parse(line);
      if (json.at("format").get<std::string>() != kFormat) {
        return Fail(
            fmt::format("line {} of the ledger is in a format that is not known here", number));
      }
      const std::string hash = json.at("hash").get<std::string>();
      if (json.at("before").get<std::string>() != before) {
        return Fail(
            fmt::format("line {} of the ledger does not follow the line before it: lines "
                        "were taken out, put in or moved",
                        number));
      }
      // Nothing may follow the hash: it would be read, and no hash would cover it.
      if (mark == std::string_view::npos || Sha256(line.substr(0, mark)) != hash ||
          line.substr(mark) != ",\"hash\":\"" + hash + "\"}") {
        return Fail(fmt::format("line {} of the ledger was changed after it was written", number));
      }
      ledger.entries.push_back(ReadEntry(json));
      ledger.hashes.push_back(hash);
    } catch (const Json::exception&) {
      return Fail(fmt::format("line {} is no line of a ledger{}", number,
                              number == 1 ? ": is this another file?" : ""));
    } catch (const std::exception& error) {
      return Fail(fmt::format("line {} of the ledger can not be read: {}", number, error.what()));
    }
  }
  return ledger;
}

std::string HeadOf(const Ledger& ledger) {
  return fmt::format("{}:{}", ledger.hashes.size(),
                     ledger.hashes.empty() ? kNoHash : ledger.hashes.back());
}

Result<LedgerHead> ReadHead(std::string_view text) {
  LedgerHead head;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, head.lines);
  if (error == std::errc() && stop != end && *stop == ':') head.hash.assign(stop + 1, end);
  for (char& c : head.hash) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  if (head.hash.size() < kShortestHash || head.hash.size() > kNoHash.size() ||
      head.hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return Fail(fmt::format("`{}` is no head of a ledger: write its number of lines, a colon and the "
                            "hash of the last one, as `entente ledger publish` printed them",
                            text));
  }
  return head;
}

Result<void> CheckHead(const Ledger& ledger, const LedgerHead& head) {
  if (head.lines > ledger.hashes.size()) {
    return Fail(fmt::format("the ledger had {} line{} and has {}: its last lines were dropped",
                            head.lines, head.lines == 1 ? "" : "s", ledger.hashes.size()));
  }
  const std::string& found = head.lines == 0 ? kNoHash : ledger.hashes[head.lines - 1];
  if (found.compare(0, head.hash.size(), head.hash) != 0) {
    return Fail(fmt::format("line {} of the ledger is not the one that this head was kept of: the "
                            "ledger was written anew",
                            head.lines));
  }
  return {};
}

Result<Ledger> ReadLedgerFile(const std::string& path) {
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) return Fail(fmt::format("cannot read the ledger `{}`: {}", path, std::strerror(errno)));
  Result<std::string> text = ReadAll(file.get(), path);
  if (!text) return tl::unexpected(text.error());
  return ReadLedger(*text);
}

Result<std::string> LineFor(const Ledger& ledger, const LedgerEntry& entry) {
  if (entry.forecasts.empty()) return Fail("there is no forecast to publish");
  for (const LedgerForecast& forecast : entry.forecasts) {
    if (forecast.from < entry.origin || forecast.to <= forecast.from) {
      return Fail(fmt::format(
          "the forecast of `{}` is about {} to {}, which does not lie after its "
          "origin {}",
          forecast.target, DateOf(forecast.from), DateOf(forecast.to), DateOf(entry.origin)));
    }
  }
  const Json content = ContentJson(entry);
  for (std::size_t e = 0; e < ledger.entries.size(); ++e) {
    if (KeyOf(ledger.entries[e]) != KeyOf(entry)) continue;
    if (ContentJson(ledger.entries[e]) == content) return std::string();
    return Fail(
        fmt::format("line {} of the ledger holds these forecasts with other numbers: what is "
                    "published stays; publish under another model or seed",
                    e + 1));
  }
  Json json = {{"format", kFormat},
               {"before", ledger.hashes.empty() ? kNoHash : ledger.hashes.back()},
               {"published", DateOf(entry.published)},
               {"content", content}};
  std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  line.pop_back();  // the closing brace
  const std::string hash = Sha256(line);
  return line + ",\"hash\":\"" + hash + "\"}\n";
}

Result<Appended> AppendToLedger(const std::string& path, const LedgerEntry& entry) {
  Result<File> file = OpenToAppend(path);
  if (!file) return tl::unexpected(file.error());
  // Two who publish at once would both follow the same line; closing the file gives the lock back.
  if (::flock(::fileno(file->get()), LOCK_EX) != 0) {
    return Fail(fmt::format("the ledger `{}` can not be locked: {}", path, std::strerror(errno)));
  }
  const Result<std::string> text = ReadAll(file->get(), path);
  if (!text) return tl::unexpected(text.error());
  Result<Ledger> ledger = ReadLedger(*text);
  if (!ledger) return Fail(fmt::format("`{}`: {}", path, ledger.error().message));
  const auto line = LineFor(*ledger, entry);
  if (!line) return tl::unexpected(line.error());
  if (line->empty()) return Appended{false, HeadOf(*ledger)};
  if (Result<void> written = Write(file->get(), *line, text->size(), path); !written) {
    return tl::unexpected(written.error());
  }
  // As a reader finds it: the line just made is read, and so checked, too.
  ledger = ReadLedger(*text + *line);
  if (!ledger) return tl::unexpected(ledger.error());
  return Appended{true, HeadOf(*ledger)};
}

Result<void> TryLedger(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) {
    // Tried with a file of another name: one made at `path` and taken away again would take away
    // what somebody else published in between.
    std::string beside = path + ".XXXXXX";
    const int made = ::mkstemp(beside.data());
    if (made < 0) return CanNotOpen(path, errno);
    ::close(made);
    (void)::unlink(beside.c_str());
    return {};
  }
  const Result<File> file = OpenToAppend(path);
  if (!file) return tl::unexpected(file.error());
  const Result<std::string> text = ReadAll(file->get(), path);
  if (!text) return tl::unexpected(text.error());
  const Result<Ledger> ledger = ReadLedger(*text);
  if (!ledger) return Fail(fmt::format("`{}`: {}", path, ledger.error().message));
  return {};
}

std::vector<LedgerScore> ScoreLedger(
    const Ledger& ledger,
    const std::function<std::optional<double>(const LedgerEntry&, const LedgerForecast&)>&
        outcome) {
  std::vector<LedgerScore> scores;
  for (std::size_t e = 0; e < ledger.entries.size(); ++e) {
    for (std::size_t f = 0; f < ledger.entries[e].forecasts.size(); ++f) {
      const LedgerForecast& forecast = ledger.entries[e].forecasts[f];
      LedgerScore score{e, f, outcome(ledger.entries[e], forecast), std::numeric_limits<double>::quiet_NaN()};
      if (score.outcome) {
        const double y = forecast.event ? std::min(*score.outcome, 1.0) : *score.outcome;
        score.score = forecast.law.Crps(y);
        score.outcome = y;
      }
      scores.push_back(score);
    }
  }
  return scores;
}

}  // namespace entente::inference
