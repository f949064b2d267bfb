#include "record/series/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>

#include "record/actors/actor_map.h"
#include "record/codebook/codebook.h"
#include "record/series/series.h"

namespace entente::record {
namespace {

// The `most` entries with the highest count, ties in the order of their names.
template <typename Counted, typename Less>
void KeepMost(std::vector<Counted>& list, std::size_t most, const Less& less) {
  std::sort(list.begin(), list.end(), [&](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : less(a, b);
  });
  if (list.size() > most) list.resize(most);
}

class Tally {
 public:
  Tally(Summary& summary, const ActorMap* actors) : summary_(summary), actors_(actors) {}

  void Add(const Event& event) {
    const Codebook& book = Codebook::Get();
    ++summary_.quads[static_cast<std::size_t>(book.QuadOf(event.code))];
    const bool digits = !event.code.empty() && event.code[0] >= '0' && event.code[0] <= '9';
    ++roots_[std::string(digits ? event.code.substr(0, 2) : event.code)];
    const bool mapped = actors_ != nullptr;
    const std::string_view from = PairName(event.source, mapped);
    const std::string_view to = PairName(event.target, mapped);
    if (mapped) {
      Name(event.source);
      Name(event.target);
    }
    if (from.empty() || to.empty()) return;
    ++summary_.mapped;
    CountedPair& pair = pairs_[{std::string(from), std::string(to)}];
    ++pair.count;
    if (!std::isnan(event.goldstein)) pair.goldstein_sum += event.goldstein;
  }

  void Finish(std::size_t most) {
    for (const auto& [code, count] : roots_) {
      summary_.roots.push_back({code, std::string(Codebook::Get().NameOf(code)), count});
    }
    summary_.all_pairs = pairs_.size();
    for (auto& [names, pair] : pairs_) {
      summary_.pairs.push_back({names.first, names.second, pair.count, pair.goldstein_sum});
    }
    KeepMost(summary_.pairs, most, [](const CountedPair& a, const CountedPair& b) {
      return std::tie(a.from, a.to) < std::tie(b.from, b.to);
    });
    summary_.all_unmapped = names_.size();
    for (auto& [key, name] : names_) summary_.unmapped.push_back(std::move(name));
    KeepMost(summary_.unmapped, most, [](const CountedName& a, const CountedName& b) {
      return std::tie(a.name, a.country, a.sectors) < std::tie(b.name, b.country, b.sectors);
    });
  }

 private:
  void Name(const Party& party) {
    if (!party.actor.empty()) return;
    if (party.name.empty() && party.country.empty()) {
      ++summary_.nobody;
      return;
    }
    if (actors_->Find(party) == "-") return;  // nobody on purpose
    key_.assign(party.name);
    for (const std::string_view part : {party.country, party.sectors}) {
      key_ += '\x1f';
      key_ += part;
    }
    CountedName& name = names_[key_];
    if (name.count++ == 0) {
      name.name = party.name;
      name.country = party.country;
      name.sectors = party.sectors;
    }
  }

  Summary& summary_;
  const ActorMap* actors_;
  std::map<std::string, std::uint64_t> roots_;
  std::map<std::pair<std::string, std::string>, CountedPair> pairs_;
  std::unordered_map<std::string, CountedName> names_;
  std::string key_;
};

}  // namespace

Result<Summary> Summarise(const Store& store, const EventQuery& query, std::size_t most) {
  Result<DatasetInfo> dataset = store.Dataset(query.dataset);
  if (!dataset) return tl::unexpected(dataset.error());
  Summary summary;
  summary.dataset = std::move(*dataset);
  Tally tally(summary, query.actors);
  const Result<std::uint64_t> count = store.ForEachEvent(query, [&](const Event& event) {
    tally.Add(event);
    return true;
  });
  if (!count) return tl::unexpected(count.error());
  summary.events = *count;
  tally.Finish(most);
  return summary;
}

}  // namespace entente::record
