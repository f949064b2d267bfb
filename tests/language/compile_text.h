// Compiling small texts in tests: the frame is added, faults are listed by slug.
#ifndef ENTENTE_TESTS_LANGUAGE_COMPILE_TEXT_H_
#define ENTENTE_TESTS_LANGUAGE_COMPILE_TEXT_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "language/compile.h"
#include "model/print/print.h"

namespace entente::language {

inline CompiledModel CompileBody(const std::string& body, const CompileOptions& options = {}) {
  return CompileText("test.ent",
                     "system test \"A test\"\n"
                     "time from 2020-01-01 to 2030-01-01 step 1 week\n" + body,
                     options);
}

// The model of a sound text; fails the test and gives an empty model otherwise.
inline model::Model ModelOf(const std::string& body) {
  CompiledModel compiled = CompileBody(body);
  EXPECT_TRUE(compiled.ok()) << RenderText(compiled.diagnostics, *compiled.sources, false);
  return compiled.ok() ? std::move(*compiled.model) : model::Model{};
}

// "unknown-name@4:9" for each diagnostic, in order of place; lines count from the body's first.
inline std::vector<std::string> FaultsOf(const std::string& body,
                                         const CompileOptions& options = {}) {
  const CompiledModel compiled = CompileBody(body, options);
  std::vector<std::string> faults;
  for (const Diagnostic& diagnostic : compiled.diagnostics.all()) {
    std::string fault(InfoOf(diagnostic.kind).slug);
    if (diagnostic.span.valid()) {
      const LineColumn place =
          compiled.sources->file(diagnostic.span.file).Locate(diagnostic.span.begin);
      fault += "@" + std::to_string(place.line - 2) + ":" + std::to_string(place.column);
    }
    faults.push_back(fault);
  }
  return faults;
}

template <typename Elements>
const auto* Named(const Elements& elements, const std::string& name) {
  for (const auto& element : elements) {
    if (element.provenance.name == name) return &element;
  }
  ADD_FAILURE() << "no element is named " << name;
  static const typename Elements::value_type kNone{};
  return &kNone;
}

using Faults = std::vector<std::string>;

}  // namespace entente::language

#endif  // ENTENTE_TESTS_LANGUAGE_COMPILE_TEXT_H_
