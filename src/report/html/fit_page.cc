#include "report/html/fit_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "report/charts/fit_svg.h"
#include "report/html/escape.h"
#include "report/text/fit.h"
#include "report/text/numbers.h"
#include "report/words/names.h"
#include "report/words/priors.h"

namespace entente::report {
namespace {

using inference::Learned;

std::string NameCell(const model::Provenance& provenance) {
  std::string html = "<strong>" + Escape(TitleWithIndex(provenance)) + "</strong>";
  if (!provenance.title.empty()) {
    html += "<br><span class=\"name\">" + Escape(provenance.name) + "</span>";
  }
  return html;
}

// "1.84 [0.7 – 3.9 per year]": the unit once.
std::string Range(const model::Parameter& parameter, double low, double median, double high) {
  const double scale = parameter.unit.scale * (parameter.unit.share ? 100.0 : 1.0);
  return fmt::format("{} [{} – {}]", Brief(median * scale), Brief(low * scale),
                     ParameterValue(parameter, high * parameter.unit.scale));
}

std::string Before(const FitView& view, const Learned& one) {
  return Range(ParameterNamed(view, one.name), one.prior_low, one.prior_median, one.prior_high);
}

std::string After(const FitView& view, const Learned& one) {
  return Range(ParameterNamed(view, one.name), one.low, one.median, one.high);
}

std::size_t Told(const FitView& view) {
  return static_cast<std::size_t>(std::count_if(view.learned.begin(), view.learned.end(),
                                                [](const Learned& one) { return one.told; }));
}

Section LearnedSection(const FitView& view) {
  if (view.learned.empty()) return {};
  const std::size_t told = Told(view);
  std::string body;
  if (told == 0) {
    body = Paragraph("Nothing that these draws can show: every number looks as it did before.");
  } else {
    body = Paragraph(fmt::format(
        "The record moved {} of {}. Grey is what was thought before the record, blue what is left "
        "after it; those that moved furthest come first. Ranges hold the middle 90 %.",
        told, Counted(view.learned.size(), "number")));
  }
  std::string figures;
  for (std::size_t i = 0; i < view.densities.size(); ++i) {
    const Learned& one = view.learned[i];
    const model::Parameter& parameter = ParameterNamed(view, one.name);
    const std::string title = TitleWithIndex(parameter.provenance);
    const std::string picture =
        DensitySvg(parameter, view.densities[i], title + ": before and after the record");
    if (picture.empty()) continue;
    figures += "<figure><figcaption>" + Escape(title) + "<span class=\"quiet\">" +
               Escape(Before(view, one)) + " → " + Escape(After(view, one)) +
               "</span></figcaption>" + picture + "</figure>\n";
  }
  if (!figures.empty()) body += "<div class=\"charts\">\n" + figures + "</div>\n";
  std::vector<std::vector<std::string>> rows;
  for (const Learned& one : view.learned) {
    if (!one.told) continue;
    rows.push_back({NameCell(ParameterNamed(view, one.name).provenance), Escape(Before(view, one)),
                    Escape(After(view, one)), MovedSvg(one.shift, one.sd),
                    Fixed(one.bits, 2)});
  }
  if (!rows.empty()) {
    body += HtmlTable({"Number", "Before", "After", "On the scale of before", "Bits"},
                      {false, false, false, false, true}, rows);
    body += Paragraph(
        "Median [5 % – 95 %]. The grey bar is the middle 90 % before, the blue one after, both "
        "stretched so that every prior looks alike. Bits are how far after lies from before "
        "(Kullback–Leibler).",
        "quiet");
  }
  return {"learned", "What the record taught", body};
}

Section SilentSection(const FitView& view) {
  const std::size_t silent = view.learned.size() - Told(view);
  if (silent == 0) return {};
  std::string list;
  for (const Learned& one : view.learned) {
    if (one.told) continue;
    list += "<li>" + Escape(TitleWithIndex(ParameterNamed(view, one.name).provenance)) +
            " <span class=\"interval\">" + Escape(Before(view, one)) + "</span></li>\n";
  }
  return {"silent", "What the record says nothing about",
          Paragraph(fmt::format(
              "{} still {} as before, as far as {} draws can show (Kolmogorov and Smirnov's test, "
              "5 % for all together). Whatever the model says about them rests on its authors' "
              "judgement alone.",
              Counted(silent, "number"), silent == 1 ? "looks" : "look", Fixed(view.independent, 0))) +
              "<ul class=\"columns\">\n" + list + "</ul>\n"};
}

Section PointSection(const FitView& view) {
  if (view.point.empty()) return {};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, value] : view.point) {
    const model::Parameter& parameter = ParameterNamed(view, name);
    const PriorRange prior = RangeOf(parameter);
    rows.push_back({NameCell(parameter.provenance),
                    "<span class=\"estimate\">" +
                        Escape(ParameterValue(parameter, value * parameter.unit.scale)) + "</span>",
                    Escape(fmt::format("{} [{} – {}]", ParameterValue(parameter, prior.median),
                                       ParameterValue(parameter, prior.low),
                                       ParameterValue(parameter, prior.high)))});
  }
  return {"point", "What makes the record likeliest",
          Paragraph("One point: it says where the likelihood is highest, not how sure that is. A "
                    "number that the record says nothing about stays near the middle of its prior.") +
              HtmlTable({"Number", "Likeliest", "Before: median [10 % – 90 %]"}, {}, rows)};
}

Section LikelihoodSection(const FitView& view) {
  std::string body;
  if (view.smc != nullptr && !view.partial) {
    body += "<p>Log-evidence of the record: <strong>" + Fixed(view.smc->log_evidence, 2) +
            "</strong>.</p>\n";
    body += Paragraph(
        "The logarithm of the probability of the record when the parameters are as uncertain as "
        "before it. It compares models of the same record: a difference of 1 is odds of 2.7 to 1, "
        "of 3 odds of 20 to 1.",
        "quiet");
  }
  if (view.if2 != nullptr && !view.partial) {
    body += fmt::format(
        "<p>Log-likelihood of the record at the point: <strong>{}</strong> ± {} (standard error).</p>\n",
        Fixed(view.if2->log_likelihood, 2), Fixed(view.if2->log_likelihood_se, 2));
  }
  if (view.pmmh != nullptr && view.pmmh->draws.size() > 0) {
    std::vector<double> values = view.pmmh->draws.log_likelihood;
    std::sort(values.begin(), values.end());
    body += fmt::format("<p>Log-likelihood of the record over the draws: median <strong>{}</strong>, "
                        "highest {}.</p>\n",
                        Fixed(values[values.size() / 2], 2), Fixed(values.back(), 2));
  }
  body += Paragraph(fmt::format("The record to {}: {} and {}.", view.to,
                                Counted(view.rows, "recorded happening"),
                                Counted(view.cells, "observed cell")));
  return {"likelihood", "How likely the model makes the record", body};
}

std::string Stages(const inference::TemperedFit& fit) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < fit.stages.size(); ++i) {
    const inference::TemperedStage& stage = fit.stages[i];
    rows.push_back({std::to_string(i + 1), Brief(stage.power), Fixed(stage.effective_size, 0),
                    std::to_string(stage.moves), fmt::format("{:.0f} %", 100.0 * stage.acceptance),
                    std::to_string(stage.distinct)});
  }
  return HtmlTable({"Stage", "Power of the likelihood", "Effective points", "Moves", "Accepted",
                    "Different points after"},
                   {true, true, true, true, true, true}, rows);
}

std::string Chains(const FitView& view) {
  const inference::PmmhFit& fit = *view.pmmh;
  std::vector<const Learned*> worst;
  for (const Learned& one : view.learned) worst.push_back(&one);
  std::sort(worst.begin(), worst.end(), [&](const Learned* a, const Learned* b) {
    const double left = fit.r_hat[a->coordinate], right = fit.r_hat[b->coordinate];
    return left != right ? left > right : a->coordinate < b->coordinate;
  });
  constexpr std::size_t kMost = 10;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < worst.size() && i < kMost; ++i) {
    rows.push_back({NameCell(ParameterNamed(view, worst[i]->name).provenance),
                    Fixed(fit.r_hat[worst[i]->coordinate], 3),
                    Fixed(fit.effective_size[worst[i]->coordinate], 0)});
  }
  std::string body = Paragraph(fmt::format(
      "{} chains, {} draws; {:.0f} % of the proposals were accepted. R̂ above {} says that the "
      "chains have not mixed. {} here:",
      fit.chains, Thousands(fit.draws.size()), 100.0 * fit.acceptance, kMixedRHat,
      worst.size() > kMost ? "The worst stand" : "All stand"));
  return body + HtmlTable({"Number", "R̂", "Effective draws"}, {false, true, true}, rows);
}

Section TrustSection(const FitView& view) {
  std::string method = MethodWords(view);
  method[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(method[0])));
  std::string body = Paragraph(method + ".");
  for (const std::string& note : view.notes) {
    body += "<div class=\"note warn\">" + Paragraph(note) + "</div>\n";
  }
  if (!view.learned.empty()) {
    body += Paragraph(fmt::format("The draws are worth about {} independent ones.",
                                  Fixed(view.independent, 0)));
  }
  if (view.noise) {
    body += Paragraph(fmt::format(
        "At the likeliest draw the estimated log-likelihood varies by {} (standard deviation) from "
        "filter to filter; above 2 a posterior is too narrow and lumpy.",
        Fixed(*view.noise, 2)));
  }
  if (view.smc != nullptr) body += Stages(*view.smc);
  if (view.pmmh != nullptr && view.pmmh->r_hat.size() == view.learned.size()) body += Chains(view);
  if (view.if2 != nullptr) {
    body += Paragraph("By pass, of the shaken swarm: it should have stopped rising.");
    body += "<figure class=\"wide\">" + PassesSvg(view.if2->shaken_log_likelihood) + "</figure>\n";
  }
  return {"trust", view.if2 != nullptr ? "Has it come to rest?" : "Can these draws be trusted?", body};
}

Section PartialSection(const FitView& view) {
  if (!view.partial) return {};
  return {"partial", "Stopped before it was done",
          "<div class=\"note warn\">" +
              Paragraph("What is shown is where the fit stood, not the posterior.") + "</div>\n"};
}

}  // namespace

std::string FitPage(const FitView& view, const PageFacts& facts) {
  std::vector<std::string> list;
  if (view.smc != nullptr) list.push_back(Thousands(view.smc->draws.size()) + " points");
  if (view.pmmh != nullptr) list.push_back(fmt::format("{} chains", view.pmmh->chains));
  if (view.if2 != nullptr) {
    list.push_back(fmt::format("{} passes", view.if2->shaken_log_likelihood.size()));
  }
  list.push_back(Thousands(view.particles) + " particles each");
  list.push_back(fmt::format("seed {}", view.seed));
  for (const std::string& policy : view.policies) list.push_back("with " + policy);
  std::vector<Section> sections = {PartialSection(view), LearnedSection(view),
                                   SilentSection(view),  PointSection(view),
                                   LikelihoodSection(view), TrustSection(view)};
  sections.push_back(ReproducePart(view.model, facts,
                                   {{"Method", view.method},
                                    {"Seed", std::to_string(view.seed)},
                                    {"Particles", Thousands(view.particles)},
                                    {"Record to", view.to}}));
  return WholePage(view.model, facts,
                   "What <code>" + Escape(view.model.name) + "</code> learned from the record to " +
                       Escape(view.to),
                   list, std::move(sections), ChartBook());
}

}  // namespace entente::report
