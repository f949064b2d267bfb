// The page that an explanation is written on: the model, its numbers at the start, and the text so
// far. One function for each kind of thing appends its part.
#ifndef ENTENTE_LANGUAGE_EXPLAIN_PAGE_H_
#define ENTENTE_LANGUAGE_EXPLAIN_PAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "language/explain/evaluate.h"
#include "model/model.h"

namespace entente::language::explain {

class Page {
 public:
  explicit Page(const model::Model& model) : model_(model), start_(StartOf(model)) {}

  const model::Model& model() const { return model_; }
  const Point& start() const { return start_; }
  double At(model::ExprId id) const { return ValueAt(model_, start_, id); }

  void Line(int indent, std::string_view text);
  // A line in two columns: what, and its number.
  void Row(int indent, std::string_view what, std::string_view number);
  // The name with its title and place, then doc, sources and judgement.
  void Heading(const model::Provenance& provenance, std::string_view kind);
  void Sources(const model::Provenance& provenance);

  // "0.25 per year": a rate of the model in the unit that suits its horizon.
  std::string Rate(double per_day) const;
  std::string Days(double days) const;      // "6 months", "12 days"
  std::string Length(const Duration& duration) const;
  std::string Date(double day) const;
  std::string Shown(double value, const model::Unit& unit) const;
  std::string Text(model::ExprId id) const;  // the expression, cut to a line
  std::string PlaceOf(SourceSpan span) const;
  // The words of the text for an expression, if it was written there; else the expression.
  std::string Actors(const std::vector<model::ActorId>& actors) const;
  std::string Guard(model::ExprId guard) const;  // "holds at the start"

  std::string Take() { return std::move(text_); }
  bool empty() const { return text_.empty(); }

 private:
  const model::Model& model_;
  const Point start_;
  std::string text_;
};

// Each appends one element.
void DescribeHappening(Page& page, model::HappeningId id);
void DescribeIssue(Page& page, model::IssueId id);
void DescribeDecision(Page& page, model::DecisionId id);
void DescribeChance(Page& page, model::ChanceId id);
void DescribeQuantity(Page& page, model::QuantityId id);
void DescribeParameter(Page& page, model::ParameterId id);
void DescribeDefinition(Page& page, model::DefinitionId id);
void DescribeLinkage(Page& page, model::LinkageId id);
void DescribeFramework(Page& page, const model::Framework& framework);
void DescribeOutcome(Page& page, const model::Outcome& outcome);
void DescribePolicy(Page& page, const model::Policy& policy);

// The effects, one a line.
void DescribeEffects(Page& page, int indent, const std::vector<model::Effect>& effects);
// "on 2018-10-30", "18 months to 45 months after entering seized", … with the guard.
void DescribeTrigger(Page& page, int indent, const model::Trigger& trigger);
// The channel's rate at the start and its factors.
void DescribeChannel(Page& page, int indent, const model::Channel& channel);
// The names of everything that reads a leaf (a parameter, quantity, definition …).
std::vector<std::string> ReadersOf(const model::Model& model, model::Op leaf,
                                   std::uint32_t index);

}  // namespace entente::language::explain

#endif  // ENTENTE_LANGUAGE_EXPLAIN_PAGE_H_
