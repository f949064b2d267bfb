// Task: which text stands behind which part of a model, and what stands on nothing.
#ifndef ENTENTE_SOURCES_H_
#define ENTENTE_SOURCES_H_

#include <cstddef>
#include <string>

#include "entente/common.h"

namespace entente::api {

struct SourcesRequest {
  ModelRequest source;  // policies are listed, not applied: `with` must be empty
  TextStyle style;
};

struct SourcesAnswer : Answer {
  std::size_t cited = 0;      // declarations that assert something and cite a text
  std::size_t judgement = 0;  // … that admit to be somebody's judgement
  std::size_t neither = 0;    // … that say neither
  std::string text;
  std::string json;  // docs/reference/sources.schema.json
};

SourcesAnswer Sources(const SourcesRequest& request);

}  // namespace entente::api

#endif  // ENTENTE_SOURCES_H_
