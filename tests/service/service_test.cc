// The public interface without a terminal: statuses, stopping, faults of ours, finding models.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "base/check.h"
#include "entente/entente.h"
#include "service/guard.h"
#include "service/models.h"
#include "service/step_check.h"

namespace entente {
namespace {

namespace fs = std::filesystem;

class Service : public testing::Test {
 protected:
  void SetUp() override {
    const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = fs::temp_directory_path() / ("entente_service_" + test);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    api::NewProjectRequest request;
    request.path = (folder_ / "fresh").string();
    const api::NewProjectAnswer answer = api::NewProject(request);
    ASSERT_TRUE(answer.ok()) << answer.message;
    model_ = request.path;
  }
  void TearDown() override { fs::remove_all(folder_); }

  api::RunRequest Request() const {
    api::RunRequest request;
    request.source.model = model_;
    request.worlds = 2'048;
    request.json = true;
    return request;
  }

  fs::path folder_;
  std::string model_;
};

TEST_F(Service, RunsAndAnswersTheSameTwice) {
  const api::RunAnswer first = api::Run(Request());
  ASSERT_TRUE(first.ok()) << first.message << first.diagnostics;
  EXPECT_EQ(first.worlds, 2'048U);
  EXPECT_EQ(first.diagnostics, "");
  ASSERT_EQ(first.outcomes.size(), 4U);
  EXPECT_LT(first.outcomes[0].low, first.outcomes[0].estimate);
  EXPECT_LT(first.outcomes[0].estimate, first.outcomes[0].high);
  EXPECT_EQ(first.json, api::Run(Request()).json);
}

TEST_F(Service, ReportsProgressUpToTheEnd) {
  std::uint64_t last = 0;
  api::Control control;
  control.on_progress = [&](std::uint64_t done, std::uint64_t wanted) {
    EXPECT_GE(done, last);
    EXPECT_EQ(wanted, 2'048U);
    last = done;
  };
  ASSERT_TRUE(api::Run(Request(), control).ok());
  EXPECT_EQ(last, 2'048U);
}

TEST_F(Service, StopGivesWhatIsDone) {
  api::RunRequest request = Request();
  request.worlds = 4'000'000'000;
  request.threads = 1;  // so that the blocks done are a prefix of all blocks
  api::StopSignal stop;
  api::Control control;
  control.stop = &stop;
  control.on_progress = [&](std::uint64_t done, std::uint64_t) {
    if (done > 0) stop.Stop();
  };
  const api::RunAnswer answer = api::Run(request, control);
  EXPECT_EQ(answer.status, api::Status::kStopped);
  EXPECT_TRUE(answer.partial);
  EXPECT_GT(answer.worlds, 0U);
  EXPECT_LT(answer.worlds, request.worlds);
}

TEST_F(Service, StatusesTellWhoseFaultItIs) {
  api::RunRequest request = Request();
  request.source.with = {"hotlin"};
  const api::RunAnswer unknown = api::Run(request);
  EXPECT_EQ(unknown.status, api::Status::kBadRequest);
  EXPECT_NE(unknown.message.find("hotline"), std::string::npos) << unknown.message;
  request = Request();
  request.level = 2;
  EXPECT_EQ(api::Run(request).status, api::Status::kBadRequest);
  request = Request();
  request.source.model = (folder_ / "absent").string();
  EXPECT_EQ(api::Run(request).status, api::Status::kFailed);
  std::ofstream(folder_ / "broken.ent") << "system broken\nissue {";
  request.source.model = (folder_ / "broken.ent").string();
  const api::RunAnswer broken = api::Run(request);
  EXPECT_EQ(broken.status, api::Status::kModelErrors);
  EXPECT_NE(broken.diagnostics.find("broken.ent:2"), std::string::npos) << broken.diagnostics;
  EXPECT_EQ(broken.message, "");
}

TEST_F(Service, TellsTheWorldThatTheRunSaw) {
  api::TellRequest request;
  request.source.model = model_;
  request.world = 5;
  const api::TellAnswer answer = api::Tell(request);
  ASSERT_TRUE(answer.ok()) << answer.message;
  EXPECT_NE(answer.text.find("world 5 of seed 1"), std::string::npos);
  EXPECT_EQ(answer.json, api::Tell(request).json);
}

TEST_F(Service, FindsModelsByNameInGivenFolders) {
  const auto found = service::FindModel("fresh", {folder_.string()});
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(fs::path(*found), folder_ / "fresh");
  const auto missing = service::FindModel("frehs", {folder_.string()});
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().message.find("did you mean `fresh`?"), std::string::npos);
}

TEST_F(Service, WritesWholeFilesOnly) {
  const std::string path = (folder_ / "out.txt").string();
  ASSERT_TRUE(service::WriteFile(path, "one").has_value());
  ASSERT_TRUE(service::WriteFile(path, "two").has_value());
  EXPECT_EQ(service::ReadFile(path).value(), "two");
  EXPECT_FALSE(fs::exists(path + ".partial"));
  EXPECT_FALSE(service::WriteFile((folder_ / "no" / "file").string(), "x").has_value());
  EXPECT_FALSE(service::ReadFile(folder_.string()).has_value());
}

TEST(StepCheck, StudentQuantileMatchesTheTables) {
  // Two-sided 90, 95 and 99 % with 15 degrees of freedom.
  EXPECT_NEAR(service::StudentQuantile(0.95, 15), 1.7531, 0.0005);
  EXPECT_NEAR(service::StudentQuantile(0.975, 15), 2.1314, 0.0005);
  EXPECT_NEAR(service::StudentQuantile(0.995, 15), 2.9467, 0.003);
}

TEST(Guard, OurFaultsBecomeAnswers) {
  const auto failed = service::Guarded<api::Answer>("test", []() -> api::Answer {
    ENTENTE_CHECK(1 + 1 == 3);
    return {};
  });
  EXPECT_EQ(failed.status, api::Status::kInternal);
  EXPECT_NE(failed.message.find("1 + 1 == 3"), std::string::npos);
  const auto odd = service::Guarded<api::Answer>(
      "test", []() -> api::Answer { throw std::runtime_error("odd"); });
  EXPECT_EQ(odd.status, api::Status::kInternal);
  const auto memory =
      service::Guarded<api::Answer>("test", []() -> api::Answer { throw std::bad_alloc(); });
  EXPECT_EQ(memory.status, api::Status::kFailed);
}

}  // namespace
}  // namespace entente
