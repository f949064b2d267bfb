#include "inference/ledger/ledger.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/calendar.h"

namespace entente::inference {
namespace {

TEST(Sha256, HasItsPublishedAnswers) {
  EXPECT_EQ(Sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

LedgerEntry Entry(int month, double mean) {
  LedgerEntry entry;
  entry.model = "dyad";
  entry.model_hash = "0123456789abcdef";
  entry.data = "icews to 2018-05-31";
  entry.seed = 7;
  entry.origin = DayNumber({2018, month, 1});
  entry.published = DayNumber({2018, month, 3});
  const std::int64_t to = DayNumber({2018, month + 1, 1});
  entry.forecasts.push_back({"conflict", entry.origin, to, false, Predictive::Poisson(mean)});
  entry.forecasts.push_back({"a clash", entry.origin, to, true, Predictive::Event(0.25)});
  entry.forecasts.push_back(
      {"meetings", entry.origin, to, false, Predictive::Ensemble({3.0, 1.5, 8.0})});
  return entry;
}

class LedgerFile : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "entente_ledger_" +
            testing::UnitTest::GetInstance()->current_test_info()->name() + ".jsonl";
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }
  std::string Text() const {
    std::ifstream file(path_, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::string path_;
};

TEST_F(LedgerFile, KeepsForecastsBitForBitAndAddsEachOnce) {
  for (const int month : {6, 7}) {
    const auto added = AppendToLedger(path_, Entry(month, 4.2));
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_TRUE(added->added);
  }
  const std::string text = Text();
  LedgerEntry again = Entry(6, 4.2);
  again.published += 20;
  const auto added = AppendToLedger(path_, again);
  ASSERT_TRUE(added);
  EXPECT_FALSE(added->added);
  EXPECT_EQ(Text(), text);

  const auto ledger = ReadLedger(text);
  ASSERT_TRUE(ledger) << ledger.error().message;
  ASSERT_EQ(ledger->entries.size(), 2U);
  EXPECT_EQ(added->head, HeadOf(*ledger));
  const LedgerEntry& read = ledger->entries[0];
  EXPECT_EQ(read.origin, DayNumber({2018, 6, 1}));
  EXPECT_EQ(read.seed, 7U);
  const Predictive written = Predictive::Poisson(4.2);
  ASSERT_EQ(read.forecasts[0].law.mass().size(), written.mass().size());
  for (std::size_t k = 0; k < written.mass().size(); ++k) {
    EXPECT_EQ(read.forecasts[0].law.mass()[k], written.mass()[k]);
  }
  EXPECT_TRUE(read.forecasts[2].law.is_ensemble());
}

TEST_F(LedgerFile, RefusesToRewriteAForecast) {
  ASSERT_TRUE(AppendToLedger(path_, Entry(6, 4.2)));
  const std::string text = Text();
  const auto other = AppendToLedger(path_, Entry(6, 4.3));
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("with other numbers"), std::string::npos);
  LedgerEntry late = Entry(7, 4.2);
  late.origin += 5;
  EXPECT_FALSE(AppendToLedger(path_, late));  // its windows begin before its origin
  EXPECT_EQ(Text(), text);
}

TEST_F(LedgerFile, FindsEveryTampering) {
  for (const int month : {6, 7, 8}) ASSERT_TRUE(AppendToLedger(path_, Entry(month, 4.2)));
  const std::string text = Text();
  const std::size_t second = text.find('\n') + 1;
  const std::size_t third = text.find('\n', second) + 1;
  // Any one character changed, anywhere.
  for (std::size_t at = 0; at < text.size(); at += 37) {
    std::string changed = text;
    changed[at] = changed[at] == '1' ? '2' : '1';
    EXPECT_FALSE(ReadLedger(changed)) << at;
  }
  // A line dropped, two exchanged, the last cut off; the end dropped alone is seen by a
  // head only.
  EXPECT_FALSE(ReadLedger(text.substr(0, second) + text.substr(third)));
  EXPECT_FALSE(ReadLedger(text.substr(second)));
  EXPECT_FALSE(ReadLedger(text.substr(second, third - second) + text.substr(0, second)));
  EXPECT_FALSE(ReadLedger(text.substr(0, text.size() - 1)));
  EXPECT_TRUE(ReadLedger(text.substr(0, third)));
  // A tampered file takes no new lines.
  {
    std::ofstream file(path_, std::ios::binary);
    file << text.substr(second);
  }
  EXPECT_FALSE(AppendToLedger(path_, Entry(9, 4.2)));
}

// The first to publish into a new ledger must not lose it to another who only tries.
TEST_F(LedgerFile, TryingTakesNothingAway) {
  for (int round = 0; round < 100; ++round) {
    std::filesystem::remove(path_);
    std::atomic<int> tried = 0;
    std::atomic<bool> published = false;
    std::thread trying([&] {
      for (; !published; ++tried) EXPECT_TRUE(TryLedger(path_));
    });
    while (tried < 10) std::this_thread::yield();
    const auto added = AppendToLedger(path_, Entry(6, 4.2));
    published = true;
    trying.join();
    ASSERT_TRUE(added);
    ASSERT_TRUE(ReadLedgerFile(path_)) << "what was published is gone, round " << round;
  }
  std::filesystem::remove(path_);
  EXPECT_TRUE(TryLedger(path_));
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_FALSE(TryLedger(path_ + "/no/such"));
}

TEST_F(LedgerFile, AHeadKeptElsewhereShowsDroppedLines) {
  std::vector<std::string> heads = {HeadOf({})};
  for (const int month : {6, 7, 8}) {
    ASSERT_TRUE(AppendToLedger(path_, Entry(month, 4.2)));
    heads.push_back(HeadOf(*ReadLedgerFile(path_)));
  }
  const Ledger whole = *ReadLedgerFile(path_);
  for (const std::string& head : heads) EXPECT_TRUE(CheckHead(whole, *ReadHead(head))) << head;
  EXPECT_TRUE(CheckHead(whole, *ReadHead(heads[2].substr(0, 10))));  // 8 digits of the hash
  const std::string text = Text();
  const std::size_t second = text.find('\n') + 1;
  const std::size_t third = text.find('\n', second) + 1;
  const auto shorter = ReadLedger(text.substr(0, third));
  ASSERT_TRUE(shorter);  // the chain alone does not see it
  EXPECT_TRUE(CheckHead(*shorter, *ReadHead(heads[2])));
  const auto dropped = CheckHead(*shorter, *ReadHead(heads[3]));
  ASSERT_FALSE(dropped);
  EXPECT_NE(dropped.error().message.find("had 3 lines and has 2"), std::string::npos);
  // Dropped and written anew.
  std::filesystem::remove(path_);
  for (const int month : {6, 7, 9}) ASSERT_TRUE(AppendToLedger(path_, Entry(month, 4.2)));
  EXPECT_FALSE(CheckHead(*ReadLedgerFile(path_), *ReadHead(heads[3])));
  for (const char* bad : {"", "3", "3:", "x:0123456789", "3:0123", ":0123456789"}) {
    const auto refused = ReadHead(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_NE(refused.error().message.find("is no head"), std::string::npos) << bad;
  }
}

TEST_F(LedgerFile, ScoresWhatIsKnownAndMoreLater) {
  ASSERT_TRUE(AppendToLedger(path_, Entry(6, 4.2)));
  ASSERT_TRUE(AppendToLedger(path_, Entry(7, 4.2)));
  const auto ledger = ReadLedger(Text());
  ASSERT_TRUE(ledger);
  const auto known_to = [](std::int64_t day) {
    return [day](const LedgerEntry&, const LedgerForecast& forecast) -> std::optional<double> {
      if (forecast.to > day) return std::nullopt;
      return forecast.event ? 1.0 : 5.0;
    };
  };
  const auto june = ScoreLedger(*ledger, known_to(DayNumber({2018, 7, 1})));
  ASSERT_EQ(june.size(), 6U);
  EXPECT_NEAR(june[0].score, Predictive::Poisson(4.2).Crps(5.0), 1e-12);
  EXPECT_NEAR(june[1].score, 0.75 * 0.75, 1e-12);
  EXPECT_FALSE(june[3].outcome);
  EXPECT_TRUE(std::isnan(june[3].score));
  const auto july = ScoreLedger(*ledger, known_to(DayNumber({2018, 8, 1})));
  EXPECT_EQ(july[0].score, june[0].score);  // what was scored stays
  EXPECT_TRUE(july[3].outcome);
}

}  // namespace
}  // namespace entente::inference
