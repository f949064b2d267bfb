#include "base/on_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

namespace entente {
namespace {

TEST(OnThreads, DoesEachPieceOnce) {
  for (const std::size_t threads : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{9}}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{100}}) {
      std::vector<std::atomic<int>> done(count);
      ForEachOnThreads(threads, count, [&](std::size_t i) { ++done[i]; });
      for (const std::atomic<int>& one : done) EXPECT_EQ(one, 1) << threads << " " << count;
    }
  }
}

TEST(OnThreads, HandsBackTheFirstExceptionWhenAllAreDone) {
  std::atomic<int> ended{0};
  const auto work = [&](std::size_t thread) {
    ++ended;
    if (thread >= 1) throw std::runtime_error("thread " + std::to_string(thread));
  };
  try {
    OnThreads(4, work);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "thread 1");
  }
  EXPECT_EQ(ended, 4);
}

TEST(OnThreads, ZeroAsksForAllOfTheMachine) {
  EXPECT_EQ(ThreadsOf(3), 3U);
  EXPECT_GE(ThreadsOf(0), 1U);
}

}  // namespace
}  // namespace entente
