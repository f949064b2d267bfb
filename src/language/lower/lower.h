// The passes that fill a model from syntax trees, in the order they run. Each completes a whole
// part of the model, so that later passes may refer to anything an earlier one made.
//
//   frame       system, time, sources, actors, sets, tracks, tables
//   declare     names and ids of parameters, quantities, definitions, issues, happenings, decisions
//   acts        who does what to whom: by, toward, about, weight
//   pressures   act-linkages: which pressures exist (so that `heat` can be read)
//   bodies      definitions, quantities, arcs, events, reactions, decisions, offices, chances
//   linkages    factors of effective rates, feeds, frameworks
//   questions   outcomes, policies and scenarios
//   record      what a chronology is complete for, observed series; intensities
//   luck        names that randomness is keyed by differ, and so do their hashes
//   warnings    what is sound but suspicious
#ifndef ENTENTE_LANGUAGE_LOWER_LOWER_H_
#define ENTENTE_LANGUAGE_LOWER_LOWER_H_

#include "language/check/context.h"

namespace entente::language::lower {

using check::Context;

// frame
void LowerFrame(Context& context);       // frame.cc: system, time, sources, not-executed features
void LowerMembers(Context& context);     // members.cc: actors, organs, tracks, sets
void LowerTables(Context& context);      // tables.cc
// declare
void LowerParameters(Context& context);  // parameters.cc: complete, with priors
void DeclareNames(Context& context);     // declare.cc: ids of everything indexed
void DeclareOffices(Context& context);   // offices.cc
void DeclareChances(Context& context);   // chances.cc
// acts and pressures
void LowerActs(Context& context);        // acts.cc
void DeclareLinkages(Context& context);  // linkages.cc: linkages, strengths, pressures
// bodies
void LowerDefinitions(Context& context);
void LowerQuantities(Context& context);
void LowerIssues(Context& context);
void LowerEvents(Context& context);
void LowerDecisions(Context& context);
void LowerOffices(Context& context);
void LowerChances(Context& context);
void LowerReactions(Context& context);
void LowerAudienceCosts(Context& context);  // audience.cc: once all options have utilities
void OrderTriggers(Context& context);    // order at one instant
// linkages
void LowerFrameworks(Context& context);  // damps; before the linkages are applied
void ApplyLinkages(Context& context);    // factors of rates, feeds
// questions
void LowerOutcomes(Context& context);
void LowerPolicies(Context& context);
void LowerClaims(Context& context);
// the record (record.cc), and the sums that `intensity of …` stands for (intensity.h)
void LowerRecords(Context& context);
void LowerObservations(Context& context);
// luck: no two things share a random stream
void CheckLuck(Context& context);
// warnings
void Warn(Context& context);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_LOWER_H_
