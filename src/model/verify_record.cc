#include "model/verify_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace entente::model {
namespace {

class RecordVerifier {
 public:
  RecordVerifier(const Model& model, std::vector<std::string>& faults)
      : model_(model), faults_(faults) {}

  void Run() {
    for (const RecordSource& record : model_.records) Check(record);
    std::unordered_map<std::string_view, int> names;
    for (const Observation& observation : model_.observations) {
      const std::string& name = observation.provenance.name;
      Require(++names[name] == 1, name, "two observations have this name");
      Check(observation);
    }
    for (const Intensity& intensity : model_.intensities) Check(intensity);
    for (const DatedFact& fact : model_.dated_facts) Check(fact);
  }

 private:
  void Require(bool holds, std::string_view owner, std::string_view rule) {
    if (!holds) faults_.push_back(fmt::format("`{}`: {}", owner, rule));
  }
  template <typename IdType, typename Vector>
  bool In(IdType id, const Vector& elements) const {
    return id.valid() && id.index() < elements.size();
  }
  bool Node(ExprId id) const { return In(id, model_.expressions); }

  void Check(const RecordSource& record) {
    Require(!record.file.empty(), "record", "a record names no file");
    Require(std::isfinite(record.from_day) && std::isfinite(record.to_day) &&
                record.from_day <= record.to_day,
            record.file, "a record ends before it begins");
    for (const IssueId issue : record.complete_issues) {
      Require(In(issue, model_.issues), record.file, "it is complete for what is no issue");
    }
    for (const HappeningId id : record.complete_events) {
      Require(
          In(id, model_.happenings) && model_.happenings[id.index()].kind == HappeningKind::kEvent,
          record.file, "it is complete for what is no event");
    }
  }

  void Check(const Observation& observation) {
    const std::string& name = observation.provenance.name;
    Require(Node(observation.mean), name, "an observation without a mean");
    const bool normal = observation.law == ObservationLaw::kNormal;
    Require(observation.is_count != normal, name, "counts are no normal variables, means are");
    Require(normal == observation.sd.valid() && (!normal || Node(observation.sd)), name,
            "a normal law, and only that, has a standard deviation");
    const bool negative = observation.law == ObservationLaw::kNegativeBinomial;
    Require(negative == observation.size.valid() && (!negative || Node(observation.size)), name,
            "a negative binomial law, and only that, has a size");
    Require(observation.is_count ? !observation.dataset.empty() : !observation.file.empty(), name,
            "an observation without data");
    for (const ActorId actor : {observation.from, observation.to}) {
      Require(!actor.valid() || In(actor, model_.actors), name, "it names what is no actor");
    }
    const auto known = [](const std::vector<std::string>& classes, const std::string& one) {
      return std::find(classes.begin(), classes.end(), one) != classes.end();
    };
    for (const std::string& category : observation.categories) {
      Require(known(QuadClasses(), category) || known(PloverClasses(), category) ||
                  IsCameoCode(category),
              name, "a category that no codebook has");
    }
  }

  void Check(const Intensity& intensity) {
    if (!In(intensity.value, model_.definitions)) {
      return Require(false, "intensity", "an intensity without a definition");
    }
    const std::string& name = model_.definitions[intensity.value.index()].provenance.name;
    for (std::size_t i = 0; i < intensity.parts.size(); ++i) {
      const Intensity::Part& part = intensity.parts[i];
      Require(
          In(part.act, model_.happenings) && model_.happenings[part.act.index()].act.has_value(),
          name, "an intensity of what is no act");
      Require(i == 0 || intensity.parts[i - 1].act.index() < part.act.index(), name,
              "the acts of an intensity stand in order");
    }
  }

  void Check(const DatedFact& fact) {
    const bool trigger = In(fact.trigger, model_.triggers);
    const bool chance = In(fact.chance, model_.chances);
    Require(trigger != chance && fact.trigger.valid() == trigger && fact.chance.valid() == chance,
            "known from", "a dated fact is one trigger or the odds of one draw");
    Require(fact.otherwise_odds.empty() ||
                (chance &&
                 fact.otherwise_odds.size() == model_.chances[fact.chance.index()].options.size()),
            "known from", "what stands in the stead of odds has odds for each outcome");
    Require(std::isfinite(fact.known_from_day), "known from", "the day must be finite");
    Require(!fact.withdrawn.valid() || In(fact.withdrawn, model_.definitions), "known from",
            "what stands in its stead has no guard");
  }

  const Model& model_;
  std::vector<std::string>& faults_;
};

}  // namespace

void VerifyRecord(const Model& model, std::vector<std::string>& faults) {
  RecordVerifier(model, faults).Run();
}

}  // namespace entente::model
