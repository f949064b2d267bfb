// The written grammar against the parser: random models derived from docs/reference/grammar.ebnf
// are read without a syntax error, formatted, and read again to the same tree; and the same models
// with tokens dropped, doubled and swapped never do worse than be refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "language/format/format.h"
#include "language/read_text.h"

namespace entente::language {
namespace {

// ---- the grammar as data ----------------------------------------------------------------------

struct Node {
  enum class Kind { kWord, kRule, kSequence, kChoice, kOptional, kStar, kPlus };
  Kind kind = Kind::kSequence;
  std::string text;  // kWord, kRule
  std::vector<Node> parts;
  int depth = 0;  // of the shallowest derivation, once known
};

class Grammar {
 public:
  explicit Grammar(const std::string& text) {
    Tokenise(text);
    while (at_ < tokens_.size()) {
      const std::string name = Take();
      EXPECT_EQ(Take(), "::=") << name;
      rules_[name] = Choice();
    }
    FindDepths();
  }

  const Node& rule(const std::string& name) const { return rules_.at(name); }
  bool has(const std::string& name) const { return rules_.contains(name); }
  const std::map<std::string, Node>& rules() const { return rules_; }

  static constexpr int kUnknown = 1000000;

 private:
  void Tokenise(const std::string& text) {
    for (std::size_t i = 0; i < text.size();) {
      if (text.compare(i, 2, "/*") == 0) {
        i = text.find("*/", i) + 2;
      } else if (std::isspace(static_cast<unsigned char>(text[i])) != 0) {
        ++i;
      } else if (text[i] == '"') {
        const std::size_t end = text.find('"', i + 1);
        tokens_.push_back(text.substr(i, end - i + 1));
        i = end + 1;
      } else if (text.compare(i, 3, "::=") == 0) {
        tokens_.emplace_back("::=");
        i += 3;
      } else if (std::isalpha(static_cast<unsigned char>(text[i])) != 0) {
        std::size_t end = i;
        while (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_') ++end;
        tokens_.push_back(text.substr(i, end - i));
        i = end;
      } else {
        tokens_.emplace_back(1, text[i++]);
      }
    }
  }

  std::string Take() { return at_ < tokens_.size() ? tokens_[at_++] : ""; }
  bool Is(const std::string& token) const { return at_ < tokens_.size() && tokens_[at_] == token; }

  Node Choice() {
    Node choice{Node::Kind::kChoice, "", {Sequence()}};
    while (Is("|")) {
      Take();
      choice.parts.push_back(Sequence());
    }
    return choice.parts.size() == 1 ? choice.parts[0] : choice;
  }

  Node Sequence() {
    Node sequence{Node::Kind::kSequence, "", {}};
    while (at_ < tokens_.size() && !Is("|") && !Is(")") &&
           !(at_ + 1 < tokens_.size() && tokens_[at_ + 1] == "::=")) {
      sequence.parts.push_back(Item());
    }
    return sequence;
  }

  Node Item() {
    Node node;
    const std::string token = Take();
    if (token == "(") {
      node = Choice();
      EXPECT_EQ(Take(), ")");
    } else if (token.front() == '"') {
      node = Node{Node::Kind::kWord, token.substr(1, token.size() - 2), {}};
    } else {
      node = Node{Node::Kind::kRule, token, {}};
    }
    if (Is("?")) node = Node{Node::Kind::kOptional, Take(), {std::move(node)}};
    if (Is("*")) node = Node{Node::Kind::kStar, Take(), {std::move(node)}};
    if (Is("+")) node = Node{Node::Kind::kPlus, Take(), {std::move(node)}};
    return node;
  }

  void FindDepths() {
    for (auto& [name, node] : rules_) Reset(node);
    for (bool changed = true; changed;) {
      changed = false;
      for (auto& [name, node] : rules_) changed = Update(node) || changed;
    }
  }
  static void Reset(Node& node) {
    node.depth = kUnknown;
    for (Node& part : node.parts) Reset(part);
  }
  bool Update(Node& node) {
    bool changed = false;
    for (Node& part : node.parts) changed = Update(part) || changed;
    int depth = 0;
    switch (node.kind) {
      case Node::Kind::kWord:
        break;
      case Node::Kind::kRule:
        if (rules_.contains(node.text)) depth = rules_[node.text].depth + 1;
        break;
      case Node::Kind::kChoice:
        depth = kUnknown;
        for (const Node& part : node.parts) depth = std::min(depth, part.depth);
        break;
      case Node::Kind::kSequence:
      case Node::Kind::kPlus:
        for (const Node& part : node.parts) depth = std::max(depth, part.depth);
        break;
      case Node::Kind::kOptional:
      case Node::Kind::kStar:
        break;
    }
    depth = std::min(depth, kUnknown);
    changed = changed || depth != node.depth;
    node.depth = depth;
    return changed;
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  std::map<std::string, Node> rules_;
};

// ---- random derivations -----------------------------------------------------------------------

class Deriver {
 public:
  Deriver(const Grammar& grammar, std::uint32_t seed) : grammar_(grammar), random_(seed) {}

  std::vector<std::string> Declaration() {
    words_.clear();
    Expand(grammar_.rule("declaration"), 14);
    return words_;
  }

  std::size_t Below(std::size_t bound) { return random_() % bound; }

 private:
  void Expand(const Node& node, int fuel) {
    switch (node.kind) {
      case Node::Kind::kWord:
        words_.push_back(node.text);
        return;
      case Node::Kind::kRule:
        if (grammar_.has(node.text)) {
          Expand(grammar_.rule(node.text), fuel - 1);
        } else {
          words_.push_back(Token(node.text));
        }
        return;
      case Node::Kind::kSequence:
        for (const Node& part : node.parts) Expand(part, fuel);
        return;
      case Node::Kind::kChoice:
        Expand(Pick(node, fuel), fuel);
        return;
      case Node::Kind::kOptional:
        if (fuel > node.parts[0].depth && Below(2) == 0) Expand(node.parts[0], fuel);
        return;
      case Node::Kind::kPlus:
        Expand(node.parts[0], fuel);
        [[fallthrough]];
      case Node::Kind::kStar:
        while (fuel > node.parts[0].depth && Below(5) < 2) Expand(node.parts[0], fuel - 1);
        return;
    }
  }

  // Any alternative while there is fuel for it; the shallowest when there is none.
  const Node& Pick(const Node& choice, int fuel) {
    std::vector<const Node*> open;
    const Node* shallowest = &choice.parts[0];
    for (const Node& part : choice.parts) {
      if (part.depth <= fuel) open.push_back(&part);
      if (part.depth < shallowest->depth) shallowest = &part;
    }
    return open.empty() ? *shallowest : *open[Below(open.size())];
  }

  std::string Token(const std::string& name) {
    static const std::vector<std::string> kNames = {"alpha_1", "Beta2", "KOR",  "JPN", "gsomia",
                                                    "grudge",  "x",     "yy",   "z_z", "open_",
                                                    "closed",  "a",     "b",    "t",   "trade"};
    static const std::vector<std::string> kNumbers = {"0", "1", "2.5", "0.25", "10", "1e-3"};
    if (name == "NAME") return kNames[Below(kNames.size())];
    if (name == "NUMBER") return kNumbers[Below(kNumbers.size())];
    if (name == "DATE") return Below(2) == 0 ? "2019-08-22" : "2024-02-29";
    if (name == "MONTHDAY") return Below(2) == 0 ? "11-23" : "02-29";
    if (name == "YEARMONTH") return "2020-12";
    if (name == "STRING") return Below(2) == 0 ? "\"some text\"" : "\"a \\\" b\"";
    ADD_FAILURE() << "the grammar names " << name << ", which nothing defines";
    return "";
  }

  const Grammar& grammar_;
  std::mt19937 random_;
  std::vector<std::string> words_;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

const Grammar& TheGrammar() {
  static const Grammar grammar(FileText("docs/reference/grammar.ebnf"));
  return grammar;
}

TEST(GrammarTest, EveryRuleIsReachableAndEnds) {
  const Grammar& grammar = TheGrammar();
  for (const auto& [name, node] : grammar.rules()) {
    EXPECT_LT(node.depth, Grammar::kUnknown) << name << " never ends";
  }
  EXPECT_GT(grammar.rules().size(), 80U);
}

TEST(GrammarTest, DerivedModelsAreReadAndFormatted) {
  Deriver derive(TheGrammar(), 20240201);
  for (int i = 0, faults = 0; i < 2000 && faults < 5; ++i) {
    const std::string text = Joined(derive.Declaration()) + "\n";
    const ReadText read(text);
    EXPECT_EQ(read.tree.declarations.size(), 1U) << text;
    if (!read.report.empty()) {
      ADD_FAILURE() << text << read.report;
      ++faults;
      continue;
    }
    DiagnosticSink sink;
    const std::optional<std::string> once = Format(read.sources, read.file, sink);
    ASSERT_TRUE(once.has_value()) << text;
    const ReadText again(*once);
    ASSERT_EQ(again.dump, read.dump) << text << *once;
    const std::optional<std::string> twice = Format(again.sources, again.file, sink);
    ASSERT_TRUE(twice.has_value()) << *once;
    ASSERT_EQ(*twice, *once) << text;
  }
}

TEST(GrammarTest, MutatedModelsNeverDoWorseThanBeRefused) {
  Deriver derive(TheGrammar(), 7);
  for (int i = 0; i < 1500; ++i) {
    std::string text;
    for (int k = 0; k < 3; ++k) {
      std::vector<std::string> words = derive.Declaration();
      const std::size_t place = derive.Below(words.size());
      switch (derive.Below(4)) {
        case 0:
          words.erase(words.begin() + static_cast<std::ptrdiff_t>(place));
          break;
        case 1:
          words.insert(words.begin() + static_cast<std::ptrdiff_t>(place), words[place]);
          break;
        case 2:
          std::swap(words[place], words[derive.Below(words.size())]);
          break;
        default:
          words[place] = "}";
          break;
      }
      text += Joined(words) + "\n";
    }
    const ReadText read(text);
    EXPECT_LE(read.kinds.size(), 20U) << text;
    for (const Diagnostic& diagnostic : read.sink.all()) {
      EXPECT_TRUE(diagnostic.span.valid());
      EXPECT_FALSE(diagnostic.message.empty());
    }
    DiagnosticSink sink;
    EXPECT_EQ(Format(read.sources, read.file, sink).has_value(), read.kinds.empty()) << text;
  }
}

}  // namespace
}  // namespace entente::language
