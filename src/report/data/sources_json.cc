#include "report/data/sources_json.h"

#include <nlohmann/json.hpp>

namespace entente::report {
namespace {

using Json = nlohmann::ordered_json;

const char* BasisName(analysis::Basis basis) {
  switch (basis) {
    case analysis::Basis::kCited: return "cited";
    case analysis::Basis::kJudgement: return "judgement";
    case analysis::Basis::kNeither: return "neither";
  }
  return "neither";
}

Json ElementJson(const model::Model& model, const analysis::CoveredElement& element) {
  Json cites = Json::array();
  for (const model::Citation& citation : element.citations) {
    cites.push_back({{"source", model.sources[citation.source.index()].name},
                     {"at", citation.at},
                     {"says", citation.says}});
  }
  return {{"kind", analysis::KindName(element.kind)},
          {"name", element.name},
          {"title", element.title},
          {"place", PlaceOf(model, element.span)},
          {"instances", element.instances},
          {"needs_basis", analysis::NeedsBasis(element.kind)},
          {"basis", BasisName(element.basis())},
          {"cites", std::move(cites)},
          {"judgement", element.judgement}};
}

Json CountJson(const analysis::KindCount& count) {
  return {{"cited", count.cited}, {"judgement", count.judgement}, {"neither", count.neither}};
}

Json SourceJson(const model::Model& model, const analysis::Coverage& coverage,
                const analysis::SourceUse& use) {
  const model::Source& source = model.sources[use.source.index()];
  Json fields = Json::object();
  for (const auto& [key, value] : source.fields) fields[key] = value;
  Json sections = Json::array();
  for (const analysis::SectionUse& section : use.sections) {
    Json list = Json::array();
    for (const std::size_t e : section.elements) {
      list.push_back({{"kind", analysis::KindName(coverage.elements[e].kind)},
                      {"name", coverage.elements[e].name}});
    }
    sections.push_back({{"at", section.at}, {"cited_by", std::move(list)}});
  }
  return {{"fields", std::move(fields)},
          {"elements", use.elements},
          {"claims", use.claims},
          {"sections", std::move(sections)}};
}

}  // namespace

std::string PlaceOf(const model::Model& model, SourceSpan span) {
  return model.text != nullptr && span.valid() ? model.text->Describe(span) : "";
}

std::string SourcesJson(const model::Model& model, const analysis::Coverage& coverage) {
  Json json;
  json["format"] = "entente-sources-1";
  json["model"] = model.name;
  json["title"] = model.title;
  json["total"] = CountJson(coverage.total);
  Json kinds = Json::object();
  for (std::size_t k = 0; k < analysis::kElementKinds; ++k) {
    if (coverage.by_kind[k].all() == 0) continue;
    kinds[analysis::KindName(static_cast<analysis::ElementKind>(k))] =
        CountJson(coverage.by_kind[k]);
  }
  json["kinds"] = std::move(kinds);
  Json sources = Json::object();
  for (const analysis::SourceUse& use : coverage.sources) {
    sources[model.sources[use.source.index()].name] = SourceJson(model, coverage, use);
  }
  json["sources"] = std::move(sources);
  Json elements = Json::array();
  for (const analysis::CoveredElement& element : coverage.elements) {
    elements.push_back(ElementJson(model, element));
  }
  json["elements"] = std::move(elements);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::report
