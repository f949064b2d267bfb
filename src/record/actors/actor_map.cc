#include "record/actors/actor_map.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "record/input/fields.h"
#include "record/input/lines.h"

namespace entente::record {
namespace {

constexpr std::size_t kNoRule = std::numeric_limits<std::size_t>::max();

std::string Pattern(std::string_view field) {
  field = Trimmed(field);
  return field == "*" ? std::string() : Lower(field);
}

bool HasSector(std::string_view sectors, std::string_view wanted) {
  std::size_t from = 0;
  while (from <= sectors.size()) {
    const std::size_t comma = std::min(sectors.find(',', from), sectors.size());
    if (EqualsIgnoringCase(Trimmed(sectors.substr(from, comma - from)), wanted)) return true;
    from = comma + 1;
  }
  return false;
}

}  // namespace

Result<ActorMap> ActorMap::Parse(std::string_view text, const std::string& path,
                                 const std::vector<std::string>& known) {
  ActorMap map;
  const std::unique_ptr<ByteSource> bytes = BytesOf(text);
  LineReader lines(*bytes);
  Line line;
  std::vector<std::string_view> fields;
  while (true) {
    const Result<bool> more = lines.Next(line);
    if (!more) return Fail(fmt::format("`{}`: {}", path, more.error().message));
    if (!*more) break;
    const std::string_view content = Trimmed(line.text);
    if (content.empty() || content.front() == '#') continue;
    SplitTabs(line.text, fields);
    if (fields.size() != 4) {
      return Fail(fmt::format("`{}`, line {}: {} columns; a row has four, separated by tabs: name, "
                              "country, sector, actor (`*` for any)", path, line.number,
                              fields.size()));
    }
    Rule rule{Pattern(fields[0]), Pattern(fields[1]), Pattern(fields[2]),
              std::string(Trimmed(fields[3])), map.rules_.size()};
    if (map.rules_.empty() && rule.name == "name" && rule.actor == "actor") continue;  // header
    if (rule.actor.empty()) {
      return Fail(fmt::format("`{}`, line {}: no actor; write `-` for nobody", path, line.number));
    }
    if (rule.actor != "-" && !known.empty() &&
        std::find(known.begin(), known.end(), rule.actor) == known.end()) {
      return Fail(fmt::format("`{}`, line {}: the model has no actor `{}`; it has {}", path,
                              line.number, rule.actor, fmt::join(known, ", ")));
    }
    if (rule.actor != "-" && !map.Names(rule.actor)) map.actors_.push_back(rule.actor);
    if (!rule.name.empty()) map.by_name_[rule.name].push_back(rule.order);
    else if (!rule.country.empty()) map.by_country_[rule.country].push_back(rule.order);
    else map.free_.push_back(rule.order);
    map.rules_.push_back(std::move(rule));
  }
  return map;
}

bool ActorMap::Names(std::string_view actor) const {
  return std::find(actors_.begin(), actors_.end(), actor) != actors_.end();
}

bool ActorMap::Fits(const Rule& rule, const Party& party) const {
  return (rule.country.empty() || EqualsIgnoringCase(rule.country, party.country)) &&
         (rule.sector.empty() || HasSector(party.sectors, rule.sector));
}

std::string_view ActorMap::Find(const Party& party) const {
  std::size_t best = kNoRule;
  const auto look = [&](const std::vector<std::size_t>& rules) {
    for (const std::size_t order : rules) {
      if (order >= best) return;
      if (Fits(rules_[order], party)) best = order;
    }
  };
  if (const auto found = by_name_.find(Lower(party.name)); found != by_name_.end()) {
    look(found->second);
  }
  if (const auto found = by_country_.find(Lower(party.country)); found != by_country_.end()) {
    look(found->second);
  }
  look(free_);
  return best == kNoRule ? std::string_view() : std::string_view(rules_[best].actor);
}

}  // namespace entente::record
