// Replaces one expression by another wherever it is read. Nodes are shared and never change, so
// whatever depends on the replaced node is built anew.
#ifndef ENTENTE_MODEL_SUBSTITUTE_H_
#define ENTENTE_MODEL_SUBSTITUTE_H_

#include "model/model.h"

namespace entente::model {

// `root` with every `what` in it replaced by `with`. Occurrences of `what` inside `with` stay;
// definitions are not looked into.
ExprId Substitute(ExpressionPool& pool, ExprId root, ExprId what, ExprId with);

// The same in every expression of the model.
void SubstituteEverywhere(Model& model, ExprId what, ExprId with);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_SUBSTITUTE_H_
