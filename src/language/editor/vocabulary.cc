#include "language/editor/vocabulary.h"

#include <algorithm>
#include <array>

namespace entente::language::editor {
namespace {

constexpr auto kDeclarations = std::to_array<Word>({
    {"actor", "actor KOR \"Republic of Korea\" : state { sea_lanes 0.9 }",
     "somebody who acts: a state, a party, an alliance; with kinds and attributes"},
    {"also", "also decoupling changes by -0.02 per year while truce",
     "a further term of a quantity that is declared elsewhere; terms add"},
    {"audience", "audience cost[a in spokes] of public cooperative a -> b: 0.4 * grievance[a, b]",
     "what an act costs its doer at home: taken off the utility of such options"},
    {"chance", "chance taiwan_2024 on 2024-01-13 { dpp 0.6  kmt 0.4 }",
     "something that is decided on one day, with these odds"},
    {"claim", "claim linked cite okonogi2021 { P(settled under two_track) > P(settled) }",
     "an assertion of an author, which `entente claims` tests"},
    {"decision", "decision renew_gsomia by KOR about security { … }",
     "an actor weighs options; probability is proportional to exp(rationality × utility)"},
    {"define", "define exposure[a in spokes] = trade_share[a, CHN] * decoupling",
     "a derived value, worked out anew whenever it is read"},
    {"event", "event rebuke[a, b in spokes where a != b] by a toward b weight -2 { rate 3 per year }",
     "an act or happening that can occur again and again"},
    {"framework", "framework trilateral { members JPN, USA, KOR  depth 0.4 }",
     "a treaty or institution that damps linkages and transitions between its members"},
    {"import", "import \"tech.ent\"", "joins another file of the model's folder"},
    {"issue", "issue gsomia between KOR, JPN about security { states in_force, notice … }",
     "something in dispute, with named states and the ways between them"},
    {"latch", "latch entrenched once blocs > 0.7 until blocs < 0.5",
     "a truth that switches on at one condition and off at another: hysteresis"},
    {"linkage", "linkage retaliation from hostile a -> b to hostile b -> a adds 60 % …",
     "acts, or the state of an issue, raise or lower the rates of others"},
    {"memory", "memory trust[a, b in spokes] of cooperative acts a -> b half-life 15 years",
     "a quantity that acts feed and time wears away"},
    {"now", "now 2024-02-01",
     "worlds follow the record up to here; windows and policies begin here"},
    {"objective", "objective of KOR = 2 * security_index - 1 * hostile_acts",
     "what an actor wants, for planning and games"},
    {"observe", "observe icews_hostility monthly count of icews events … ~ negative_binomial(…)",
     "a series of data that the model is compared with"},
    {"office", "office leader of KOR { person moon  person yoon  starts moon  election … }",
     "who holds a post: persons, elections, vacancies"},
    {"organ", "organ supreme_court \"Supreme Court of Korea\" of KOR",
     "a part of an actor; its acts count as the actor's"},
    {"outcome", "outcome gsomia_lost = ever gsomia is terminated within 36 months",
     "a question that every run answers"},
    {"param", "param spillover ~ beta(4, 4)", "a number that is not known: its prior and source"},
    {"policy", "policy two_track by JPN, KOR { scale linkage_politics by 0.4 }",
     "what an actor can do: changes to the model"},
    {"quantity", "quantity grievance[a in spokes] in 0..1 { starts 0.4  relaxes to 0.2 … }",
     "something that changes continuously, with noise"},
    {"record", "record \"record.csv\" complete for gsomia from 2018-10-01 to 2024-01-31",
     "the chronology of what really happened"},
    {"scenario", "scenario trump_returns { fix leader[USA] election 2024-11-05 to trump }",
     "what might be: changes to the model that nobody chooses"},
    {"set", "set spokes = { JPN, KOR }", "members that an index runs over"},
    {"source", "source okonogi2021 { author \"…\"  title \"…\"  published 2021-01-11 }",
     "a publication that elements cite"},
    {"system", "system northeast_asia \"…\"", "the model's name"},
    {"table", "table trade_share[a in spokes, p in { CHN, USA }] { KOR: 0.25, 0.14 }",
     "known numbers by index"},
    {"time", "time from 2018-10-01 to 2034-01-01 step 1 week", "the time that is simulated"},
    {"track", "track history, security, economy", "issue areas that acts are about"},
    {"upon", "upon wartime_labour -> liquidated { then grievance[JPN, KOR] += 0.3 }",
     "what follows when something happens"},
});

constexpr auto kExpressions = std::to_array<Word>({
    {"all", "all (a in spokes) grievance[a] > 0.5", "true if it holds for every member"},
    {"and", "a and b", "both hold"},
    {"any", "any (a in spokes) grievance[a] > 0.5", "true if it holds for some member"},
    {"else", "a if condition else b", "the value otherwise"},
    {"false", "false", "never true"},
    {"goodwill", "goodwill[a, b, track]", "the raising pressure on cooperative acts of a toward b"},
    {"heat", "heat[a, b, track]", "the raising pressure on hostile acts of a toward b"},
    {"if", "a if condition else b", "a value that depends on a condition"},
    {"in", "gsomia in { notice, suspended }", "a state of several, or a member of a set"},
    {"intensity", "intensity of hostile acts a -> b", "the sum of the rates of such acts"},
    {"is", "gsomia is terminated", "whether an issue is in a state"},
    {"necessity", "necessity(cause, effect)",
     "how often the effect would not have come but for the cause"},
    {"not", "not condition", "the opposite"},
    {"or", "a or b", "at least one holds"},
    {"per", "0.3 per year", "makes a number a rate"},
    {"season", "season(08-10 to 08-20: 2, else 1)", "a value by the time of the year"},
    {"sufficiency", "sufficiency(cause, effect)",
     "how often the cause would have brought the effect"},
    {"time", "time in notice, time since rebuke[a, b], time until election of KOR",
     "a clock of the model"},
    {"true", "true", "always true"},
});

constexpr auto kFunctions = std::to_array<Word>({
    {"E", "E(outcome under policy given condition)", "the mean of an outcome"},
    {"P", "P(outcome under policy given condition)", "the probability of an outcome"},
    {"abs", "abs(x)", "the size without the sign"},
    {"clamp", "clamp(x, low, high)", "x, but at least low and at most high"},
    {"count", "count (x in S where C)", "how many members there are"},
    {"exp", "exp(x)", "the exponential"},
    {"log", "log(x)", "the natural logarithm"},
    {"logistic", "logistic(x)", "1 / (1 + exp(-x)): any number to a share"},
    {"m", "m(outcome under policy given condition)", "the outcome's usual summary"},
    {"max", "max(a, b, …), max (x in S) body", "the largest"},
    {"mean", "mean (x in S) body", "the mean over a set"},
    {"median", "median(outcome)", "the median of an outcome"},
    {"min", "min(a, b, …), min (x in S) body", "the smallest"},
    {"product", "product (x in S) body", "the product over a set"},
    {"quantile", "quantile(outcome, 0.9)", "a quantile of an outcome"},
    {"sqrt", "sqrt(x)", "the square root"},
    {"sum", "sum (x in S where C) body", "the sum over a set"},
});

constexpr auto kPriors = std::to_array<Word>({
    {"beta", "beta(4, 4)", "a share, by two shapes"},
    {"exponential", "exponential(mean 2 years)", "a positive number of which only the mean is known"},
    {"gamma", "gamma(shape 2, mean 3 per year)", "a positive number"},
    {"joint", "param (x, y) ~ joint normal(mean 0, 0  sd 1, 1  correlation 0.5)",
     "two parameters drawn together"},
    {"logit_normal", "logit_normal(mean 0, sd 1)", "a share whose logit is normal"},
    {"lognormal", "lognormal(median 0.3 per year, spread 2)",
     "a positive number; spread is the geometric standard deviation"},
    {"negative_binomial", "negative_binomial(mean x, size 2)", "counts that vary more than Poisson's"},
    {"normal", "normal(mean 0, sd 1)", "a number around a mean"},
    {"poisson", "poisson(mean x)", "counts of independent events"},
    {"triangular", "triangular(0, 0.3, 1)", "lowest, likeliest, highest"},
    {"uniform", "uniform(0, 1)", "all values between two alike"},
});

constexpr auto kUnits = std::to_array<std::string_view>(
    {"day", "days", "month", "months", "week", "weeks", "year", "years"});

using Words = std::span<const std::string_view>;
struct Clauses {
  std::string_view declaration;
  Words words;
};

#define ENTENTE_WORDS(name, ...) \
  constexpr auto k##name = std::to_array<std::string_view>({__VA_ARGS__})
ENTENTE_WORDS(Actor, "cite", "judgement", "key");
ENTENTE_WORDS(Also, "by", "changes", "cite", "for", "half-life", "judgement", "noise", "relaxes",
              "shared", "sqrt", "to", "while", "with");
ENTENTE_WORDS(Audience, "about", "acts", "between", "by", "cooperative", "cost", "hostile", "of",
              "public", "quiet", "toward", "where");
ENTENTE_WORDS(Chance, "cite", "from", "judgement", "key", "known", "on", "otherwise");
ENTENTE_WORDS(Claim, "cite", "given", "judgement", "key", "of", "points", "rate", "under", "while",
              "within");
ENTENTE_WORDS(Decision, "about", "after", "at", "before", "between", "by", "cite", "every", "from",
              "judgement", "key", "known", "leaves", "next", "on", "once", "option", "otherwise",
              "probability", "rate", "rationality", "tagged", "then", "together", "toward", "until",
              "utility", "weight", "whenever", "where", "while", "with", "without", "linkages");
ENTENTE_WORDS(Define, "cite", "judgement", "where");
ENTENTE_WORDS(Event, "about", "after", "before", "between", "by", "cite", "every", "excite", "for",
              "from", "judgement", "key", "known", "linkages", "next", "on", "once", "otherwise",
              "over", "probability", "rate", "succeeds", "tagged", "then", "to", "together",
              "toward", "unless", "until", "weight", "whenever", "where", "while", "with",
              "without");
ENTENTE_WORDS(Framework, "about", "by", "cite", "damps", "depth", "judgement", "key", "members");
ENTENTE_WORDS(Issue, "about", "after", "before", "between", "by", "cite", "decision", "each",
              "effect", "every", "excite", "for", "from", "judgement", "key", "known", "linkages",
              "next", "of", "on", "once", "otherwise", "over", "probability", "rate", "starts",
              "states", "tagged", "then", "to", "together", "toward", "unless", "until", "weight",
              "whenever", "where", "while", "with", "without");
ENTENTE_WORDS(Latch, "cite", "judgement", "off", "on", "once", "starts", "until", "where");
ENTENTE_WORDS(Linkage, "about", "act", "acts", "adds", "between", "by", "cite", "cooperative",
              "for", "from", "half-life", "hostile", "judgement", "key", "lowers", "multiplies",
              "of", "public", "quiet", "to", "toward", "weight", "where");
ENTENTE_WORDS(Memory, "about", "acts", "between", "by", "cite", "cooperative", "from", "half-life",
              "hostile", "judgement", "key", "of", "public", "quiet", "starts", "toward", "where");
ENTENTE_WORDS(Objective, "of");
ENTENTE_WORDS(Observe, "count", "daily", "events", "from", "in", "mean", "monthly", "of", "size",
              "to", "weekly", "where", "yearly");
ENTENTE_WORDS(Office, "after", "ballot", "cite", "election", "every", "from", "in", "judgement",
              "key", "known", "of", "office", "on", "otherwise", "person", "starts", "until",
              "vacancy");
ENTENTE_WORDS(Organ, "cite", "judgement", "of");
ENTENTE_WORDS(Outcome, "acts", "always", "at", "between", "cooperative", "count", "end",
              "episodes", "ever", "final", "from", "given", "hostile", "in", "max", "mean", "min",
              "of", "per", "share", "that", "time", "to", "under", "value", "within", "cite",
              "judgement");
ENTENTE_WORDS(Param, "cite", "correlation", "df", "high", "in", "judgement", "key", "location",
              "low", "mean", "median", "mode", "scale", "sd", "shape", "size", "spread", "to");
ENTENTE_WORDS(Policy, "acts", "add", "adopt", "after", "at", "between", "by", "chance", "cite",
              "cooperative", "cost", "election", "every", "fix", "forbid", "force", "from", "hold",
              "hostile", "in", "include", "judgement", "of", "on", "once", "scale", "set", "shift",
              "start", "target", "to", "whenever", "while");
ENTENTE_WORDS(Quantity, "by", "changes", "cite", "from", "half-life", "in", "judgement", "key",
              "noise", "relaxes", "shared", "sqrt", "starts", "to", "where", "while", "with");
ENTENTE_WORDS(Record, "complete", "for", "from", "to");
ENTENTE_WORDS(Set, "cite", "judgement", "where");
ENTENTE_WORDS(Source, "about", "accessed", "after", "author", "before", "doi", "in", "note",
              "pages", "published", "publisher", "title", "url", "written");
ENTENTE_WORDS(Table, "cite", "from", "judgement", "where");
ENTENTE_WORDS(Time, "from", "step", "then", "to", "until");
ENTENTE_WORDS(Upon, "after", "before", "by", "cite", "each", "excite", "for", "judgement", "of",
              "over", "probability", "then", "to", "unless", "where", "while", "with");
// May stand in many places, or only inside what another word opens.
ENTENTE_WORDS(Common, "at", "says", "since");
#undef ENTENTE_WORDS

constexpr auto kClauses = std::to_array<Clauses>({
    {"actor", kActor},         {"also", kAlso},           {"audience", kAudience},
    {"chance", kChance},       {"claim", kClaim},         {"decision", kDecision},
    {"define", kDefine},       {"event", kEvent},         {"framework", kFramework},
    {"issue", kIssue},         {"latch", kLatch},         {"linkage", kLinkage},
    {"memory", kMemory},       {"objective", kObjective}, {"observe", kObserve},
    {"office", kOffice},       {"organ", kOrgan},         {"outcome", kOutcome},
    {"param", kParam},         {"policy", kPolicy},       {"quantity", kQuantity},
    {"record", kRecord},       {"scenario", kPolicy},     {"set", kSet},
    {"source", kSource},       {"table", kTable},         {"time", kTime},
    {"track", kSet},           {"upon", kUpon},
});

}  // namespace

std::span<const Word> DeclarationWords() { return kDeclarations; }
std::span<const Word> ExpressionWords() { return kExpressions; }
std::span<const Word> Functions() { return kFunctions; }
std::span<const Word> Priors() { return kPriors; }
std::span<const std::string_view> TimeUnits() { return kUnits; }

std::span<const std::string_view> ClauseWords(std::string_view declaration) {
  for (const Clauses& clauses : kClauses) {
    if (clauses.declaration == declaration) return clauses.words;
  }
  return {};
}

const Word* FindWord(std::string_view word, bool begins_declaration) {
  const auto find = [&](std::span<const Word> words) -> const Word* {
    for (const Word& one : words) {
      if (one.word == word) return &one;
    }
    return nullptr;
  };
  if (begins_declaration) return find(DeclarationWords());
  for (const std::span<const Word> words : {ExpressionWords(), Functions(), Priors()}) {
    if (const Word* found = find(words)) return found;
  }
  return nullptr;
}

std::vector<std::string_view> AllWords() {
  std::vector<std::string_view> all;
  for (const std::span<const Word> words :
       {DeclarationWords(), ExpressionWords(), Functions(), Priors()}) {
    for (const Word& one : words) all.push_back(one.word);
  }
  for (const Clauses& clauses : kClauses) {
    all.insert(all.end(), clauses.words.begin(), clauses.words.end());
  }
  all.insert(all.end(), kCommon.begin(), kCommon.end());
  all.insert(all.end(), kUnits.begin(), kUnits.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace entente::language::editor
