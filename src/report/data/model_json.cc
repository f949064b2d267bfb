#include "report/data/model_json.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "model/fix_parameters.h"
#include "report/data/run_view.h"
#include "report/words/names.h"
#include "report/words/priors.h"

namespace entente::report {
namespace {

using Json = OrderedJson;

const std::string& NameOf(const model::Model& model, model::ActorId id) {
  return model.actors[id.index()].provenance.name;
}

Json ActorNames(const model::Model& model, const std::vector<model::ActorId>& ids) {
  Json list = Json::array();
  for (const model::ActorId id : ids) list.push_back(NameOf(model, id));
  return list;
}

// What every declaration has.
Json Declared(const ModelView& view, const model::Provenance& provenance) {
  Json json = {{"name", provenance.name},
               {"family", provenance.family},
               {"title", TitleWithIndex(provenance)},
               {"doc", provenance.doc}};
  json.update(PlaceJson(view.model, view.folder, provenance.span));
  return json;
}

// The attribute `power` where actors have it; else by what kind of actor it is.
double SizeOf(const model::Actor& actor, double most) {
  for (const auto& [name, value] : actor.attributes) {
    if (name == "power" && most > 0.0) return std::clamp(value / most, 0.0, 1.0);
  }
  const auto is = [&](const char* kind) {
    return std::find(actor.kinds.begin(), actor.kinds.end(), kind) != actor.kinds.end();
  };
  if (is("major_power")) return 1.0;
  return is("state") ? 0.7 : 0.5;
}

Json ActorsJson(const ModelView& view) {
  const model::Model& model = view.model;
  double most = 0.0;
  for (const model::Actor& actor : model.actors) {
    for (const auto& [name, value] : actor.attributes) {
      if (name == "power") most = std::max(most, value);
    }
  }
  Json list = Json::array();
  for (const model::Actor& actor : model.actors) {
    Json one = Declared(view, actor.provenance);
    one["kinds"] = actor.kinds;
    if (actor.principal.valid()) one["organ_of"] = NameOf(model, actor.principal);
    one["size"] = SizeOf(actor, most);
    Json attributes = Json::object();
    for (const auto& [name, value] : actor.attributes) attributes[name] = value;
    one["attributes"] = std::move(attributes);
    list.push_back(std::move(one));
  }
  return list;
}

Json AlliancesJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Framework& framework : view.model.frameworks) {
    Json one = Declared(view, framework.provenance);
    one["members"] = ActorNames(view.model, framework.members);
    list.push_back(std::move(one));
  }
  return list;
}

Json IssuesJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Issue& issue : view.model.issues) {
    if (issue.kind != model::IssueKind::kIssue && issue.kind != model::IssueKind::kOffice) continue;
    Json one = Declared(view, issue.provenance);
    one["office"] = issue.kind == model::IssueKind::kOffice;
    one["actors"] = ActorNames(view.model, issue.actors);
    if (issue.track.valid()) {
      one["track"] = view.model.tracks[issue.track.index()].provenance.name;
    }
    Json states = Json::array();
    for (std::size_t s = 0; s < issue.states.size(); ++s) {
      states.push_back({{"name", issue.states[s].name},
                        {"title", StateText(issue, static_cast<model::StateIndex>(s))}});
    }
    one["states"] = std::move(states);
    one["initial"] = issue.states[issue.start].name;
    list.push_back(std::move(one));
  }
  return list;
}

Json QuantitiesJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Quantity& quantity : view.model.quantities) {
    Json one = Declared(view, quantity.provenance);
    const double scale = quantity.unit.scale;
    one["unit"] = quantity.unit.label;
    one["share"] = quantity.unit.share;
    one["low"] = NumberJson(quantity.lower * scale);
    one["high"] = NumberJson(quantity.upper * scale);
    list.push_back(std::move(one));
  }
  return list;
}

// Events by family, with who can do it to whom.
Json EventsJson(const ModelView& view) {
  std::map<std::string, Json> families;
  std::vector<std::string> order;
  for (const model::Happening& one : view.model.happenings) {
    if (one.kind != model::HappeningKind::kEvent) continue;
    const std::string& family =
        one.provenance.family.empty() ? one.provenance.name : one.provenance.family;
    auto [at, fresh] = families.try_emplace(family);
    if (fresh) {
      order.push_back(family);
      at->second = Declared(view, one.provenance);
      at->second["name"] = family;
      at->second["title"] = TitleOf(one.provenance);
      at->second["acts"] = Json::array();
      at->second["members"] = Json::array();
    }
    at->second["members"].push_back(one.provenance.name);
    if (one.act) {
      Json act = {{"by", ActorNames(view.model, one.act->by)},
                  {"toward", ActorNames(view.model, one.act->toward)}};
      if (one.act->track.valid()) {
        act["track"] = view.model.tracks[one.act->track.index()].provenance.name;
      }
      at->second["acts"].push_back(std::move(act));
    }
  }
  Json list = Json::array();
  for (const std::string& family : order) list.push_back(std::move(families[family]));
  return list;
}

Json DecisionsJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Decision& decision : view.model.decisions) {
    Json one = Declared(view, decision.provenance);
    if (decision.by.valid()) one["by"] = NameOf(view.model, decision.by);
    Json options = Json::array();
    for (const model::DecisionOption& option : decision.options) options.push_back(option.name);
    one["options"] = std::move(options);
    list.push_back(std::move(one));
  }
  return list;
}

Json ParametersJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Parameter& parameter : view.model.parameters) {
    Json one = Declared(view, parameter.provenance);
    const PriorRange range = RangeOf(parameter);
    const model::Support support = model::SupportOf(parameter.prior);
    const double scale = parameter.unit.scale;
    one["unit"] = parameter.unit.label;
    one["share"] = parameter.unit.share;
    one["fixed"] = parameter.prior.kind == model::PriorKind::kPoint;
    one["median"] = NumberJson(range.median);
    one["prior"] = {{"words", PriorText(parameter)},
                    {"low", NumberJson(range.low)},
                    {"high", NumberJson(range.high)}};
    Json density = Json::array();
    for (const auto& [x, y] : DensityOf(parameter)) density.push_back({RoundedJson(x, 4), RoundedJson(y, 4)});
    one["prior"]["density"] = std::move(density);
    one["limits"] = {{"low", NumberJson(support.low * scale)},
                     {"high", NumberJson(support.high * scale)}};
    one["sources"] = CitationsJson(view.model, parameter.provenance);
    one["judgement"] = parameter.provenance.judgement;
    list.push_back(std::move(one));
  }
  return list;
}

Json PoliciesJson(const ModelView& view, bool scenarios) {
  Json list = Json::array();
  for (const model::Policy& policy : view.model.policies) {
    if (policy.is_scenario != scenarios) continue;
    Json one = Declared(view, policy.provenance);
    one["by"] = ActorNames(view.model, policy.by);
    Json changes = Json::array();
    for (const model::Intervention& change : policy.interventions) changes.push_back(change.text);
    one["changes"] = std::move(changes);
    Json doses = Json::array();
    for (const model::Dose& dose : policy.doses) {
      doses.push_back({{"name", dose.name}, {"low", dose.low}, {"high", dose.high}});
    }
    one["doses"] = std::move(doses);
    one["sources"] = CitationsJson(view.model, policy.provenance);
    list.push_back(std::move(one));
  }
  return list;
}

Json OutcomesJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Outcome& outcome : view.model.outcomes) {
    Json one = Declared(view, outcome.provenance);
    const ShownUnit unit = ShownUnitOf(outcome);
    one["kind"] = KindName(outcome.kind);
    one["unit"] = unit.label;
    one["share"] = unit.share;
    one["window"] = {{"from", DateOf(view.model, outcome.from_day)},
                     {"to", DateOf(view.model, outcome.to_day)},
                     {"words", WindowText(view.model, outcome)}};
    one["definition"] = DefinitionText(view.model, outcome);
    list.push_back(std::move(one));
  }
  return list;
}

std::string FieldOf(const model::Source& source, const char* field) {
  for (const auto& [name, value] : source.fields) {
    if (name == field) return value;
  }
  return "";
}

Json ClaimsJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Claim& claim : view.model.claims) {
    Json one = Declared(view, claim.provenance);
    Json statements = Json::array();
    for (const model::ClaimStatement& statement : claim.statements) {
      statements.push_back(statement.text);
    }
    one["statements"] = std::move(statements);
    one["sources"] = CitationsJson(view.model, claim.provenance);
    if (!claim.provenance.citations.empty()) {
      const model::SourceId source = claim.provenance.citations[0].source;
      one["author"] = FieldOf(view.model.sources[source.index()], "author");
    }
    list.push_back(std::move(one));
  }
  return list;
}

Json SourcesJson(const ModelView& view) {
  Json list = Json::array();
  for (const model::Source& source : view.model.sources) {
    Json one = {{"key", source.name}};
    for (const auto& [name, value] : source.fields) one[name] = value;
    one.update(PlaceJson(view.model, view.folder, source.span));
    list.push_back(std::move(one));
  }
  return list;
}

Json NamesOfTracks(const model::Model& model) {
  Json list = Json::array();
  for (const model::Track& track : model.tracks) {
    list.push_back({{"name", track.provenance.name}, {"title", TitleOf(track.provenance)}});
  }
  return list;
}

}  // namespace

Json PlaceJson(const model::Model& model, const std::string& folder, SourceSpan span) {
  if (model.text == nullptr || !span.valid()) return Json::object();
  const SourceFile& file = model.text->file(span.file);
  std::string path = file.path();
  if (path.starts_with(folder + "/")) path.erase(0, folder.size() + 1);
  return {{"file", std::move(path)}, {"line", file.Locate(span.begin).line}};
}

Json CitationsJson(const model::Model& model, const model::Provenance& provenance) {
  Json list = Json::array();
  for (const model::Citation& citation : provenance.citations) {
    const model::Source& source = model.sources[citation.source.index()];
    list.push_back({{"key", source.name},
                    {"title", FieldOf(source, "title")},
                    {"author", FieldOf(source, "author")},
                    {"where", citation.at},
                    {"says", citation.says}});
  }
  return list;
}

std::string ModelJson(const ModelView& view) {
  const model::Model& model = view.model;
  Json json;
  json["format"] = "entente-model-1";
  json["model"] = model.name;
  json["title"] = model.title;
  json["doc"] = model.doc;
  json["hash"] = view.hash;
  json["from"] = FormatDate(model.time.start);
  json["to"] = FormatDate(model.time.end);
  json["now"] = DateOf(model, model.time.now_day);
  json["tracks"] = NamesOfTracks(model);
  json["actors"] = ActorsJson(view);
  json["alliances"] = AlliancesJson(view);
  json["issues"] = IssuesJson(view);
  json["quantities"] = QuantitiesJson(view);
  json["events"] = EventsJson(view);
  json["decisions"] = DecisionsJson(view);
  json["links"] = LinksJson(view);
  json["parameters"] = ParametersJson(view);
  json["policies"] = PoliciesJson(view, false);
  json["scenarios"] = PoliciesJson(view, true);
  json["outcomes"] = OutcomesJson(view);
  json["claims"] = ClaimsJson(view);
  json["sources"] = SourcesJson(view);
  json["records"] = Json::array();
  for (const model::RecordSource& record : model.records) json["records"].push_back(record.file);
  json["warnings"] = Json::parse(view.warnings, nullptr, false);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace entente::report
