// Compiles small texts for the tests of this folder, and finds elements of the model by name.
#ifndef ENTENTE_TESTS_LANGUAGE_QUESTIONS_COMPILE_HELP_H_
#define ENTENTE_TESTS_LANGUAGE_QUESTIONS_COMPILE_HELP_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "language/compile.h"
#include "language/explain/evaluate.h"

namespace entente::language {

// What most texts begin with: 2020-01-01 to 2025-01-01, actors A, B, C and two tracks.
inline constexpr std::string_view kFrame = R"(
system t "Test"
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state
actor B : state
actor C : state
track past, trade
)";

inline CompiledModel CompileIn(std::string_view rest) {
  return CompileText("test.ent", std::string(kFrame) + std::string(rest));
}

// The slugs of all diagnostics, in order of place.
inline std::vector<std::string> SlugsOf(const CompiledModel& compiled) {
  std::vector<std::string> slugs;
  for (const Diagnostic& one : compiled.diagnostics.all()) {
    slugs.emplace_back(InfoOf(one.kind).slug);
  }
  return slugs;
}

inline std::vector<std::string> SlugsIn(std::string_view rest) { return SlugsOf(CompileIn(rest)); }

// The model of a text that must be sound; on errors the test fails and the model is empty.
inline model::Model ModelIn(std::string_view rest) {
  CompiledModel compiled = CompileIn(rest);
  EXPECT_TRUE(compiled.ok()) << RenderText(compiled.diagnostics, *compiled.sources, false);
  return compiled.ok() ? std::move(*compiled.model) : model::Model{};
}

template <typename Element>
const Element& Named(const std::vector<Element>& elements, std::string_view name) {
  for (const Element& element : elements) {
    if (element.provenance.name == name) return element;
  }
  ADD_FAILURE() << "no element is named " << name;
  static const Element kNone{};
  return kNone;
}

template <typename Element>
std::uint32_t PlaceOf(const std::vector<Element>& elements, std::string_view name) {
  return static_cast<std::uint32_t>(&Named(elements, name) - elements.data());
}

inline std::uint32_t PressureOf(const model::Model& model, std::string_view name) {
  for (std::size_t i = 0; i < model.pressures.size(); ++i) {
    if (model.pressures[i].name == name) return static_cast<std::uint32_t>(i);
  }
  ADD_FAILURE() << "no pressure is named " << name;
  return 0;
}

// The hazard of a channel at a point, per year, guards and terms included.
inline double RatePerYear(const model::Model& model, std::string_view channel,
                          const explain::Point& point) {
  double rate = 0.0;
  for (const model::HazardTerm& term : Named(model.channels, channel).terms) {
    if (explain::ValueAt(model, point, term.guard) == 0.0) continue;
    rate += explain::ValueAt(model, point, term.rate_per_day);
  }
  return rate * kDaysPerYear;
}

}  // namespace entente::language

#endif  // ENTENTE_TESTS_LANGUAGE_QUESTIONS_COMPILE_HELP_H_
