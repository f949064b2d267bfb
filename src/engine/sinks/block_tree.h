// Merges the summaries of blocks of worlds in one fixed binary tree by block index, whatever the
// order in which threads deliver them: floating-point sums come out the same for 1 thread or 64.
// A node covers an aligned run of 2^level blocks and is made as soon as both halves are there, so
// memory is O(log blocks + blocks delivered ahead of their turn).
#ifndef ENTENTE_ENGINE_SINKS_BLOCK_TREE_H_
#define ENTENTE_ENGINE_SINKS_BLOCK_TREE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"

namespace entente::engine {

// Small, so that a watched run has first numbers from all threads soon; see decision 0021.
inline constexpr std::uint64_t kBlockWorlds = 256;

// T needs `void Merge(const T& right)`, where right summarises the blocks just after this one's.
// Not thread-safe: the caller holds a lock around Add.
template <typename T>
class BlockTree {
 public:
  // Each block is added once.
  void Add(std::uint64_t block, T summary) {
    unsigned level = 0;
    std::uint64_t index = block;
    for (;;) {
      const std::uint64_t sibling = index ^ 1;
      const auto found = nodes_.find(Start(level, sibling));
      if (found == nodes_.end() || found->second.level != level) break;
      if (index & 1) {
        found->second.summary.Merge(summary);
        summary = std::move(found->second.summary);
      } else {
        summary.Merge(found->second.summary);
      }
      nodes_.erase(found);
      ++level;
      index >>= 1;
    }
    const bool fresh = nodes_.emplace(Start(level, index), Node{level, std::move(summary)}).second;
    ENTENTE_CHECK(fresh && "a block was added twice");
  }

  // Blocks 0 … prefix() − 1 are all here.
  std::uint64_t prefix() const {
    std::uint64_t end = 0;
    for (const auto& [start, node] : nodes_) {
      if (start != end) break;
      end += 1ULL << node.level;
    }
    return end;
  }

  // The tree's value over blocks 0 … blocks − 1: the split is at the largest power of two below the
  // number of blocks, as for one process that knew the number from the start. None if one of them
  // is missing, or blocks = 0, or a later block was already merged with one of them.
  std::optional<T> Total(std::uint64_t blocks) const {
    std::vector<const T*> parts;
    std::uint64_t end = 0;
    for (const auto& [start, node] : nodes_) {
      if (start != end || end >= blocks) break;
      end += 1ULL << node.level;
      parts.push_back(&node.summary);
    }
    if (end != blocks || parts.empty()) return std::nullopt;
    T total = *parts.back();
    for (std::size_t i = parts.size() - 1; i-- > 0;) {
      T left = *parts[i];
      left.Merge(total);
      total = std::move(left);
    }
    return total;
  }

  std::size_t nodes() const { return nodes_.size(); }

  // Calls visit(first block, level, summary) in block order: for archives.
  template <typename Visit>
  void ForEachNode(const Visit& visit) const {
    for (const auto& [start, node] : nodes_) visit(start, node.level, node.summary);
  }

  // Puts back a node that ForEachNode showed.
  void RestoreNode(std::uint64_t start, unsigned level, T summary) {
    nodes_.emplace(start, Node{level, std::move(summary)});
  }

 private:
  struct Node {
    unsigned level;
    T summary;
  };
  static std::uint64_t Start(unsigned level, std::uint64_t index) { return index << level; }

  std::map<std::uint64_t, Node> nodes_;  // by first block
};

// For summaries whose merge is exact (integers only), where any order gives the same bits: one
// running total over the prefix, and the blocks that came too early. Saves the tree's log factor.
template <typename T>
class BlockPrefix {
 public:
  void Add(std::uint64_t block, T summary) {
    ENTENTE_CHECK(block >= prefix_ && early_.find(block) == early_.end());
    early_.emplace(block, std::move(summary));
    for (auto next = early_.find(prefix_); next != early_.end(); next = early_.find(prefix_)) {
      if (total_) {
        total_->Merge(next->second);
      } else {
        total_ = std::move(next->second);
      }
      early_.erase(next);
      ++prefix_;
    }
  }

  std::uint64_t prefix() const { return prefix_; }
  const std::optional<T>& total() const { return total_; }

  void Restore(std::uint64_t prefix, std::optional<T> total) {
    prefix_ = prefix;
    total_ = std::move(total);
    early_.clear();
  }

 private:
  std::uint64_t prefix_ = 0;
  std::optional<T> total_;
  std::map<std::uint64_t, T> early_;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_BLOCK_TREE_H_
