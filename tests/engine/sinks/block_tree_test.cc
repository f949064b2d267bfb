#include "engine/sinks/block_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace entente::engine {
namespace {

// Writes down the tree that was built.
struct Trace {
  std::string text;
  void Merge(const Trace& right) { text = "(" + text + right.text + ")"; }
};

std::string Built(const std::vector<std::uint64_t>& order) {
  BlockTree<Trace> tree;
  for (const std::uint64_t block : order) tree.Add(block, {std::string(1, char('a' + block))});
  EXPECT_EQ(tree.prefix(), order.size());
  return tree.Total(order.size())->text;
}

TEST(BlockTree, ShapeIsFixedByTheNumberOfBlocks) {
  EXPECT_EQ(Built({0}), "a");
  EXPECT_EQ(Built({0, 1, 2}), "((ab)c)");
  EXPECT_EQ(Built({0, 1, 2, 3, 4, 5, 6}), "(((ab)(cd))((ef)g))");
}

TEST(BlockTree, OrderOfArrivalDoesNotMatter) {
  std::mt19937 random(1);
  for (std::size_t n = 1; n <= 26; ++n) {
    std::vector<std::uint64_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    const std::string expected = Built(order);
    for (int i = 0; i < 20; ++i) {
      std::shuffle(order.begin(), order.end(), random);
      EXPECT_EQ(Built(order), expected);
    }
  }
}

TEST(BlockTree, PrefixStopsAtTheFirstGap) {
  BlockTree<Trace> tree;
  for (const std::uint64_t block : {0, 1, 2, 4, 6, 7}) {
    tree.Add(block, {std::string(1, char('a' + block))});
  }
  EXPECT_EQ(tree.prefix(), 3u);
  EXPECT_EQ(tree.Total(3)->text, "((ab)c)");
  EXPECT_FALSE(tree.Total(4).has_value());
  EXPECT_FALSE(tree.Total(0).has_value());
  EXPECT_THROW(tree.Add(4, {"again"}), InternalError);
}

TEST(BlockTree, KeepsFewNodesWhenBlocksArriveInOrder) {
  BlockTree<Trace> tree;
  for (std::uint64_t block = 0; block < 1000; ++block) {
    tree.Add(block, {""});
    EXPECT_LE(tree.nodes(), 11u);
  }
}

TEST(BlockTree, NodesCanBeStoredAndRestored) {
  BlockTree<Trace> tree, copy;
  for (const std::uint64_t block : {0, 1, 2, 5}) {
    tree.Add(block, {std::string(1, char('a' + block))});
  }
  tree.ForEachNode([&](std::uint64_t start, unsigned level, const Trace& trace) {
    copy.RestoreNode(start, level, trace);
  });
  for (const std::uint64_t block : {3, 4}) {
    tree.Add(block, {std::string(1, char('a' + block))});
    copy.Add(block, {std::string(1, char('a' + block))});
  }
  EXPECT_EQ(copy.Total(6)->text, tree.Total(6)->text);
  EXPECT_EQ(copy.Total(6)->text, "(((ab)(cd))(ef))");
}

TEST(BlockPrefix, MergesInOrderAndKeepsEarlyBlocksApart) {
  BlockPrefix<Trace> prefix;
  prefix.Add(2, {"c"});
  EXPECT_FALSE(prefix.total().has_value());
  prefix.Add(0, {"a"});
  EXPECT_EQ(prefix.prefix(), 1u);
  prefix.Add(1, {"b"});
  EXPECT_EQ(prefix.prefix(), 3u);
  EXPECT_EQ(prefix.total()->text, "((ab)c)");
  EXPECT_THROW(prefix.Add(1, {"b"}), InternalError);
}

}  // namespace
}  // namespace entente::engine
