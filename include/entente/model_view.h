// Tasks: what a model consists of, as data for a face that draws it: a map, levers, lists; and one
// thing of it with its text, its sources and its effective rates in plain words.
#ifndef ENTENTE_MODEL_VIEW_H_
#define ENTENTE_MODEL_VIEW_H_

#include <string>

#include "entente/common.h"

namespace entente::api {

struct ModelViewRequest {
  ModelRequest source;  // policies are listed, not applied: `with` must be empty
};

struct ModelViewAnswer : Answer {
  std::string json;  // docs/reference/model.schema.json
};

ModelViewAnswer ViewModel(const ModelViewRequest& request);

struct ThingRequest {
  ModelRequest source;
  std::string name;  // as for Explain: an event, transition, issue, quantity, parameter …
};

struct ThingAnswer : Answer {
  std::string json;  // docs/reference/thing.schema.json
};

ThingAnswer ViewThing(const ThingRequest& request);

}  // namespace entente::api

#endif  // ENTENTE_MODEL_VIEW_H_
