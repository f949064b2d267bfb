#include "entente/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/explain/explain.h"
#include "entente/text.h"
#include "model/named_policy.h"
#include "report/data/run_view.h"
#include "report/html/whole_report.h"
#include "report/text/numbers.h"
#include "report/words/names.h"
#include "service/analyses.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/sampling.h"

namespace entente::api {
namespace {

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

// Makes one report: runs the parts one after another and collects their sections.
class Maker {
 public:
  Maker(const ReportRequest& request, const Control& control, const service::OpenedModel& opened)
      : request_(request),
        control_(control),
        model_(*opened.model),
        input_{model_, {request.command, Version(), opened.hash,
                        service::RenderDiagnostics(opened, false, false)},
               {}, {}, {}, {}, {}} {}

  ReportAnswer Make(ReportAnswer answer) {
    Plan();
    Run();
    Claims();
    Policies();
    Why();
    Uncertainty();
    Describe();
    answer.html = report::WholeReport(input_);
    answer.parts = std::move(states_);
    std::size_t failed = 0;
    for (const ReportPartAnswer& part : answer.parts) failed += part.status != Status::kOk;
    if (Stopped()) {
      answer.status = Status::kStopped;
      answer.message = "stopped; the report holds the parts that were done";
    } else if (failed > 0) {
      answer.status = Status::kFailed;
      answer.message = fmt::format("{} of {} parts failed; their sections say why", failed,
                                   answer.parts.size());
    }
    return answer;
  }

 private:
  bool Stopped() const { return control_.stop != nullptr && control_.stop->stopped(); }

  // Worlds that each part is expected to take, for the remaining time.
  void Plan() {
    const std::uint64_t causes = CausesRequest().causes;
    const std::uint64_t explained = request_.explain.empty() ? 2 : request_.explain.size();
    std::uint64_t policies = request_.combinations.size();
    std::uint64_t scenarios = 0;
    for (const model::Policy& policy : model_.policies) {
      if (policy.is_scenario) scenarios += request_.all_scenarios;
      else if (request_.combinations.empty()) ++policies;
    }
    planned_ = {request_.worlds,
                model_.claims.empty() ? 0 : request_.claims_worlds * (1 + policies / 2),
                request_.compare_worlds * (1 + policies) * (1 + scenarios),
                request_.explain_worlds * (1 + causes) * explained, request_.uncertainty_worlds};
    for (const std::uint64_t worlds : planned_) wanted_ += worlds;
  }

  // Progress of part `index`, from `first` of its plan on, as progress of the whole.
  Control PartControl(std::size_t index, std::uint64_t piece = 0, std::uint64_t pieces = 1) {
    Control control;
    control.stop = control_.stop;
    if (!control_.on_progress) return control;
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < index; ++i) before += planned_[i];
    const std::uint64_t share = planned_[index] / pieces;
    control.on_progress = [this, before = before + piece * share, share](std::uint64_t done,
                                                                         std::uint64_t wanted) {
      if (wanted == 0) return;
      const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(wanted));
      control_.on_progress(
          before + static_cast<std::uint64_t>(part * static_cast<double>(share)), wanted_);
    };
    return control;
  }

  // Begins a part; false if there is nothing to run. `lacks` says why it does not apply, or nothing.
  bool Begin(report::ReportPart& part, std::uint64_t worlds, const std::string& lacks) {
    if (!lacks.empty()) {
      part.missing = lacks;
    } else if (worlds == 0) {
      part.missing = "This part was left out: no worlds were asked for.";
    } else if (Stopped()) {
      part.missing = "The report was stopped before this part began.";
      part.failed = true;
      states_.push_back({part.id, Status::kStopped, part.missing});
      return false;
    }
    if (!part.missing.empty()) {
      states_.push_back({part.id, Status::kOk, part.missing});
      return false;
    }
    if (request_.on_part) request_.on_part(part.title);
    return true;
  }

  // What became of a part, into its section and the answer.
  void End(report::ReportPart& part, const Answer& answer) {
    states_.push_back({part.id, answer.status, answer.message});
    if (answer.ok()) return;
    part.failed = true;
    if (!part.missing.empty()) part.missing += " ";
    part.missing += (part.sections.empty() ? "This part could not be made: "
                                           : "This part is incomplete: ") + answer.message + ".";
  }

  std::string Command(const char* verb, const std::string& more, bool with = true) const {
    std::string command = fmt::format("entente {}", verb);
    if (!request_.source.model.empty()) command += " " + ShellQuoted(request_.source.model);
    command += more;
    if (with && !request_.source.with.empty()) {
      command += " --with " + ShellQuoted(Joined(request_.source.with));
    }
    command += fmt::format(" --seed {}", request_.seed);
    if (request_.level != 0.95) command += fmt::format(" --level {}", request_.level);
    return command;
  }

  void Run() {
    report::ReportPart& part = input_.run_part;
    part.id = "run";
    part.title = "What comes out";
    if (!Begin(part, request_.worlds, "")) return;
    RunRequest request;
    request.source = request_.source;
    request.worlds = request_.worlds;
    request.seed = request_.seed;
    request.level = request_.level;
    request.threads = request_.threads;
    request.html = true;
    part.command = Command("run", fmt::format(" --worlds {}", request.worlds));
    const RunAnswer answer = service::RunInSections(request, PartControl(0), &input_.run);
    if (!answer.ok() && !input_.run.findings.empty()) {
      part.missing = "What follows is of the worlds that were done.";
    }
    End(part, answer);
    worlds_ = answer.worlds;
    outcomes_ = answer.outcomes;
  }

  void Claims() {
    report::ReportPart part;
    part.id = "claims";
    part.title = "The authors' claims";
    const bool lacks = model_.claims.empty();
    if (Begin(part, request_.claims_worlds, lacks ? "The model states no claim." : "")) {
      ClaimsRequest request;
      request.source = request_.source;
      request.source.with.clear();
      request.worlds = request_.claims_worlds;
      request.seed = request_.seed;
      request.level = request_.level;
      request.threads = request_.threads;
      part.intro = "What the sources assert, checked in this model, and where the model disagrees "
                   "and why.";
      if (!request_.source.with.empty()) {
        part.intro += " Claims name the policies that they are about; those applied to the rest of "
                      "the report are not applied here.";
      }
      part.command = Command("claims", fmt::format(" --worlds {}", request.worlds), false);
      End(part, service::CheckClaimsInSections(request, PartControl(1), &part.sections));
    }
    input_.parts.push_back(std::move(part));
  }

  void Policies() {
    report::ReportPart part;
    part.id = "policies";
    part.title = "What policies change";
    const bool any = std::any_of(model_.policies.begin(), model_.policies.end(),
                                 [](const model::Policy& one) { return !one.is_scenario; });
    const bool lacks = !any && request_.combinations.empty() && !request_.all_scenarios;
    if (Begin(part, request_.compare_worlds, lacks ? "The model declares no policy." : "")) {
      CompareRequest request;
      request.source = request_.source;
      request.combinations = request_.combinations;
      request.all_scenarios = request_.all_scenarios;
      request.worlds = request_.compare_worlds;
      request.seed = request_.seed;
      request.level = request_.level;
      request.threads = request_.threads;
      part.intro = request_.combinations.empty()
                       ? "Every policy of the model against no policy, world by world"
                       : "The chosen policies against no policy, world by world";
      part.intro += request_.all_scenarios
                        ? ", in every scenario."
                        : ", in the model as it stands. Scenarios are added with --all-scenarios, or "
                          "chosen with --compare.";
      std::string more;
      for (const auto& names : request.combinations) more += " --with " + ShellQuoted(Joined(names));
      if (request.all_scenarios) more += " --all-scenarios";
      more += fmt::format(" --worlds {}", request.worlds);
      // `compare --with` names what is compared; what applies everywhere can not be said there.
      if (request_.source.with.empty()) part.command = Command("compare", more);
      End(part, service::CompareInSections(request, PartControl(2), &part.sections));
    }
    input_.parts.push_back(std::move(part));
  }

  std::vector<std::string> Explained() const {
    if (!request_.explain.empty()) return request_.explain;
    constexpr std::size_t kFew = 2;
    std::vector<std::string> names;
    for (const OutcomeEstimate& outcome : outcomes_) {
      const bool open = outcome.estimate > 0.01 && outcome.estimate < 0.99;
      if (outcome.kind == "ever" && open && names.size() < kFew) names.push_back(outcome.name);
    }
    for (const model::Outcome& outcome : model_.outcomes) {
      const std::string& name = outcome.provenance.name;
      if (outcome.kind != model::OutcomeKind::kEver || names.size() >= kFew) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
  }

  std::string TitleOf(const std::string& name) const {
    for (const model::Outcome& outcome : model_.outcomes) {
      if (outcome.provenance.name == name) return report::TitleOf(outcome.provenance);
    }
    return name;
  }

  void Why() {
    report::ReportPart part;
    part.id = "why";
    part.title = "Why it happens";
    const std::vector<std::string> names = Explained();
    if (!Begin(part, request_.explain_worlds,
               names.empty() ? "The model has no outcome of the kind `ever` to explain." : "")) {
      input_.parts.push_back(std::move(part));
      return;
    }
    part.intro = "Causes ranked by replaying each world with one thing changed. Others are chosen "
                 "with --explain NAME.";
    CausesAnswer whole;
    for (std::size_t i = 0; i < names.size() && !Stopped(); ++i) {
      CausesRequest request;
      request.source = request_.source;
      request.name = names[i];
      request.worlds = request_.explain_worlds;
      request.seed = request_.seed;
      request.level = request_.level;
      request.threads = request_.threads;
      std::vector<report::Section> sections;
      const CausesAnswer answer =
          service::CausesInSections(request, PartControl(3, i, names.size()), &sections);
      std::string lead;
      if (!answer.ok()) {
        lead = "<div class=\"note warn\">" + report::Paragraph(answer.message + ".") + "</div>\n";
        whole.status = answer.status;
        whole.message += fmt::format("{}`{}`: {}", whole.message.empty() ? "" : "; ", names[i],
                                     answer.message);
      }
      part.sections.push_back(
          report::PartOf(fmt::format("cause{}", i + 1), TitleOf(names[i]), lead, sections));
      if (!part.command.empty()) part.command += "\n";
      part.command += Command("explain", fmt::format(" {} --worlds {}", ShellQuoted(names[i]),
                                                     request.worlds));
    }
    End(part, whole);
    input_.parts.push_back(std::move(part));
  }

  void Uncertainty() {
    report::ReportPart part;
    part.id = "uncertainty";
    part.title = "What the uncertainty is made of";
    if (Begin(part, request_.uncertainty_worlds,
              model_.outcomes.empty() ? "The model asks for no outcome." : "")) {
      UncertaintyRequest request;
      request.source = request_.source;
      request.scenarios = request_.scenarios;
      request.worlds = request_.uncertainty_worlds;
      request.seed = request_.seed;
      request.level = request_.level;
      request.threads = request_.threads;
      std::string more = fmt::format(" --worlds {}", request.worlds);
      if (!request.scenarios.empty()) more += " --scenarios " + ShellQuoted(Joined(request.scenarios));
      part.command = Command("uncertainty", more);
      End(part, service::UncertaintyInSections(request, PartControl(4), &part.sections));
    }
    input_.parts.push_back(std::move(part));
  }

  void Describe() {
    input_.facts = {report::Thousands(worlds_) + " worlds",
                    FormatDate(model_.time.start) + " to " +
                        FormatDate(model_.time.end),
                    fmt::format("seed {}", request_.seed)};
    for (const std::string& policy : request_.source.with) {
      input_.facts.push_back("with " + policy);
    }
    if (Stopped()) input_.facts.push_back("partial");
    input_.settings = {{"Seed", std::to_string(request_.seed)},
                       {"Worlds of the run", report::Thousands(worlds_)},
                       {"Level of intervals", fmt::format("{:.4g} %", 100 * request_.level)}};
  }

  const ReportRequest& request_;
  const Control& control_;
  const model::Model& model_;
  report::WholeReportInput input_;
  std::vector<std::uint64_t> planned_;
  std::uint64_t wanted_ = 0;
  std::uint64_t worlds_ = 0;
  std::vector<OutcomeEstimate> outcomes_;
  std::vector<ReportPartAnswer> states_;
};

// Names that the parts will look up, asked before the first part runs for a minute.
Result<void> NamesAreKnown(const model::Model& model, const ReportRequest& request) {
  for (const std::string& name : request.explain) {
    if (const Result<void> known = analysis::CanExplain(model, name); !known) return known;
  }
  std::vector<std::vector<std::string>> lists = request.combinations;
  lists.push_back(request.scenarios);
  for (const std::vector<std::string>& names : lists) {
    for (const std::string& name : names) {
      if (const auto found = model::FindPolicy(model, name); !found) {
        return tl::unexpected(found.error());
      }
    }
  }
  return {};
}

ReportAnswer ReportGuarded(const ReportRequest& request, const Control& control) {
  ReportAnswer answer;
  if (std::string wrong = service::CheckLevel(request.level); !wrong.empty()) {
    return service::Refuse(std::move(answer), Status::kBadRequest, std::move(wrong));
  }
  const service::OpenedModel opened = service::Open(request.source, false, answer);
  if (opened.model == nullptr) return answer;
  if (const Result<void> known = NamesAreKnown(*opened.model, request); !known) {
    return service::Refuse(std::move(answer), Status::kBadRequest, known.error().message);
  }
  return Maker(request, control, opened).Make(std::move(answer));
}

}  // namespace

ReportAnswer WholeReport(const ReportRequest& request, const Control& control) {
  const std::string context =
      fmt::format("report of `{}`, seed {}", request.source.model, request.seed);
  return service::Guarded<ReportAnswer>(context, [&] { return ReportGuarded(request, control); });
}

}  // namespace entente::api
