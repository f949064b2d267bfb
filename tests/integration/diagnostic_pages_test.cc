// Every kind of diagnostic has a page docs/diagnostics/<slug>.md, and the page's example yields that
// kind and no other. The example follows `<!-- triggers: slug -->`, or `<!-- triggers: slug with
// max-file-bytes=64 -->` where a bound must be lowered, and is compiled as `example.ent`; `slug by check`
// is what only `entente check` says, which looks at data files, too.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "base/diagnostic.h"
#include "entente/text.h"
#include "language/compile.h"

namespace entente {
namespace {

std::string ReadPage(const std::string& slug) {
  std::ifstream file(std::string(ENTENTE_SOURCE_DIR) + "/docs/diagnostics/" + slug + ".md",
                     std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The part of `text` between the first `open` after `from` and the next `close`.
std::string Between(const std::string& text, const std::string& open, const std::string& close,
                    std::size_t from = 0) {
  const std::size_t begin = text.find(open, from);
  if (begin == std::string::npos) return "";
  const std::size_t end = text.find(close, begin + open.size());
  if (end == std::string::npos) return "";
  return text.substr(begin + open.size(), end - begin - open.size());
}

// "max-file-bytes=64 max-channels=1" lowers those bounds.
language::CompileOptions OptionsOf(const std::string& settings) {
  language::CompileOptions options;
  const std::map<std::string, std::size_t*> bounds = {
      {"max-file-bytes", &options.text.max_file_bytes},
      {"max-files", &options.text.max_files},
      {"max-nesting", &options.text.max_nesting},
      {"max-expression-depth", &options.text.max_expression_depth},
      {"max-elements", &options.limits.max_elements},
      {"max-channels", &options.limits.max_channels},
      {"max-nodes", &options.limits.max_nodes},
      {"max-work", &options.limits.max_work},
  };
  std::stringstream words(settings);
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    const auto bound = bounds.find(word.substr(0, equals));
    if (bound == bounds.end() || equals == std::string::npos) {
      ADD_FAILURE() << "unknown setting " << word;
      continue;
    }
    *bound->second = std::stoul(word.substr(equals + 1));
  }
  return options;
}

// The kinds of what the compiler says about the text, each with a place.
std::set<std::string> KindsOfCompiling(const std::string& example, const std::string& settings) {
  const language::MemoryFiles files({{"example.ent", example}});
  const auto compiled = language::Compile("example.ent", files, OptionsOf(settings));
  if (!compiled) return {compiled.error().message};
  std::set<std::string> kinds;
  for (const Diagnostic& diagnostic : compiled->diagnostics.all()) {
    kinds.insert(std::string(InfoOf(diagnostic.kind).slug));
    EXPECT_TRUE(diagnostic.span.valid()) << "a diagnostic has a place";
  }
  return kinds;
}

// The kinds of what `entente check` says.
std::set<std::string> KindsOfChecking(const std::string& example) {
  api::CheckRequest request;
  request.source.texts = std::make_shared<const api::Texts>(api::Texts{{"main.ent", example}});
  const std::string said = api::Check(request).diagnostics;
  std::set<std::string> kinds;
  const std::regex kind(R"( \[([a-z-]+)\]\n)");
  for (std::sregex_iterator one(said.begin(), said.end(), kind), end; one != end; ++one) {
    kinds.insert((*one)[1]);
  }
  return kinds;
}

class DiagnosticPage : public ::testing::TestWithParam<DiagnosticKind> {};

TEST_P(DiagnosticPage, ExampleYieldsExactlyThisKind) {
  const std::string slug(InfoOf(GetParam()).slug);
  const std::string page = ReadPage(slug);
  ASSERT_FALSE(page.empty()) << "docs/diagnostics/" << slug << ".md is missing";
  EXPECT_EQ(page.rfind("# " + slug + "\n", 0), 0U) << "the page's title is its slug";
  const std::string mark = Between(page, "<!-- triggers: ", " -->");
  const std::size_t with = mark.find(" with ");
  const bool by_check = mark == slug + " by check";
  EXPECT_EQ(by_check ? slug : mark.substr(0, with), slug);
  const std::string settings = with == std::string::npos ? "" : mark.substr(with + 6);
  const std::string example =
      Between(page, "```entente\n", "```", page.find("<!-- triggers: "));
  ASSERT_FALSE(example.empty());

  const std::set<std::string> kinds =
      by_check ? KindsOfChecking(example) : KindsOfCompiling(example, settings);
  EXPECT_EQ(kinds, std::set<std::string>{slug});
}

std::string NameOf(const ::testing::TestParamInfo<DiagnosticKind>& info) {
  std::string name;
  for (const char c : InfoOf(info.param).slug) name += c == '-' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, DiagnosticPage, ::testing::ValuesIn(AllDiagnosticKinds()), NameOf);

}  // namespace
}  // namespace entente
