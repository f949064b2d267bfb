// From the names of a data set to the actors of a model: `actors.tsv` in the model's folder, rows
// of name, country, sector, actor, separated by tabs. `*` fits anything; a name or country fits
// when it is the same (case of ASCII letters aside); a sector when it is one of the actor's
// sectors. The first row that fits decides. The actor `-` is nobody, on purpose. `#` begins a
// comment.
#ifndef ENTENTE_RECORD_ACTORS_ACTOR_MAP_H_
#define ENTENTE_RECORD_ACTORS_ACTOR_MAP_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "record/events.h"

namespace entente::record {

class ActorMap {
 public:
  // Reads the table; fails with the line that is wrong. `path` is for messages. If `known` is not
  // empty, an actor that is not in it is wrong too.
  static Result<ActorMap> Parse(std::string_view text, const std::string& path,
                                const std::vector<std::string>& known = {});

  // The model's actor; "-" if the party is nobody on purpose; empty if no row fits.
  std::string_view Find(const Party& party) const;

  // The actors that rows name, without "-", each once, in order.
  const std::vector<std::string>& actors() const { return actors_; }
  bool Names(std::string_view actor) const;

 private:
  struct Rule {
    std::string name, country, sector;  // lower case; empty: anything
    std::string actor;
    std::size_t order = 0;
  };
  bool Fits(const Rule& rule, const Party& party) const;

  std::vector<Rule> rules_;
  // Rules by name or, if that is free, by country: few fit any one party.
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_, by_country_;
  std::vector<std::size_t> free_;
  std::vector<std::string> actors_;
};

}  // namespace entente::record

#endif  // ENTENTE_RECORD_ACTORS_ACTOR_MAP_H_
