// Estimates through the particle filter: the same luck gives the same bits, whatever was asked between.
#include "inference/fit/filter_likelihood.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/random/stream.h"
#include "model/builder.h"

namespace entente::inference {
namespace {

// Rates that move with a quantity, so that firing times wait in every world's list of what is due.
model::Model Moving() {
  model::Builder b("moving", 400.0);
  const auto level = b.Param("level", {model::PriorKind::kLognormal, 0.5, 0.5, 0.0});
  const auto mood = b.AddQuantity("mood", b.Number(0.2), 0.0, 5.0);
  b.Relax(mood, b.Value(level), b.Number(50.0));
  b.Noise(mood, b.Number(0.05));
  const auto issue = b.Issue("pact", {"kept", "broken"});
  b.Rate(issue, "kept", "broken",
         b.pool().Binary(model::Op::kMultiply, b.Number(0.2), b.Value(mood)));
  b.Rate(issue, "broken", "kept", b.Value(mood));
  b.Event("noise", b.pool().Binary(model::Op::kMultiply, b.Number(0.5), b.Value(mood)));
  return b.Build();
}

TEST(FilterLikelihood, SameLuckSameBits) {
  const model::Model model = Moving();
  Data data;
  data.teacher.windows = {{{model::IssueId(0)}, {}, 3.0, 400.0}};
  for (int i = 0; i < 6; ++i) {
    engine::TaughtHappening row;
    row.day = 30.5 + 40.0 * i;
    row.happening = model::HappeningId(static_cast<std::uint32_t>(i % 2));
    row.complete = true;
    data.teacher.happenings.push_back(row);
  }
  const Result<Coordinates> coordinates = Coordinates::Make(model);
  ASSERT_TRUE(coordinates.has_value());
  FilterLikelihoodSettings settings;
  settings.filter.particles = 30;
  settings.to_day = 300.0;
  Result<FilterLikelihood> likelihood =
      FilterLikelihood::Make(model, data, *coordinates, settings);
  ASSERT_TRUE(likelihood.has_value());
  std::vector<double> points;
  Stream stream(3, "points");
  for (int i = 0; i < 20; ++i) points.push_back(stream.Normal());
  const std::vector<double> first = *likelihood->Estimate(points, 1);
  for (const double value : first) EXPECT_TRUE(std::isfinite(value));
  EXPECT_NE(*likelihood->Estimate(points, 2), first);
  for (std::uint64_t luck = 3; luck < 12; ++luck) {
    ASSERT_TRUE(likelihood->Estimate(points, luck).has_value());
  }
  EXPECT_EQ(*likelihood->Estimate(points, 1), first);
  // Fewer points side by side: those of the first chunk keep their slots, and so their luck.
  settings.slots_at_once = 5 * 30;
  Result<FilterLikelihood> narrow = FilterLikelihood::Make(model, data, *coordinates, settings);
  const std::vector<double> chunked = *narrow->Estimate(points, 1);
  ASSERT_EQ(chunked.size(), first.size());
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(chunked[i], first[i]);
}

}  // namespace
}  // namespace entente::inference
