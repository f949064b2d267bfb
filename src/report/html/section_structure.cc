#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/html/escape.h"
#include "report/html/page.h"
#include "report/text/numbers.h"
#include "report/words/names.h"
#include "report/words/structure.h"

namespace entente::report {
namespace {

std::string EntryHead(const model::Provenance& provenance, const std::string& extra) {
  std::string html = "<div class=\"entry\"><h4>" + Escape(TitleOf(provenance));
  if (!provenance.title.empty()) {
    html += " <span class=\"name\">" + Escape(provenance.name) + "</span>";
  }
  html += "</h4>";
  if (!provenance.doc.empty()) html += Paragraph(provenance.doc);
  if (!extra.empty()) html += Paragraph(extra, "quiet");
  return html;
}

std::string EntryEnd(const model::Model& model, const model::Provenance& provenance) {
  const std::string sources = SourcesOf(model, provenance);
  return (sources.empty() ? "" : "<p class=\"name\">" + sources + "</p>") + "</div>\n";
}

std::string Joined(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

std::string ActorNames(const model::Model& model, const std::vector<model::ActorId>& ids) {
  std::vector<std::string> names;
  for (const model::ActorId id : ids) names.push_back(model.actors[id.index()].provenance.name);
  return Joined(names, ", ");
}

std::string Fold(const std::string& title, std::size_t count, const std::string& body) {
  if (count == 0) return "";
  return fmt::format("<details{}><summary>{} ({})</summary>\n{}</details>\n",
                     count <= 6 ? " open" : "", Escape(title), count, body);
}

std::string Actors(const model::Model& model) {
  std::string html = "<p>";
  for (const model::Actor& actor : model.actors) {
    html += "<span class=\"tag\">" + Escape(actor.provenance.name);
    if (!actor.provenance.title.empty()) html += " · " + Escape(actor.provenance.title);
    if (actor.principal.valid()) {
      html += " (of " + Escape(model.actors[actor.principal.index()].provenance.name) + ")";
    }
    html += "</span>";
  }
  return Fold("Actors", model.actors.size(), html + "</p>\n");
}

std::string Issues(const model::Model& model) {
  const auto arcs = ArcsOf(model);
  std::string html;
  std::size_t count = 0;
  for (std::size_t i = 0; i < model.issues.size(); ++i) {
    const model::Issue& issue = model.issues[i];
    if (issue.kind == model::IssueKind::kHidden) continue;
    ++count;
    std::string extra = "starts " + StateText(issue, issue.start);
    if (!issue.actors.empty()) extra = "between " + ActorNames(model, issue.actors) + "; " + extra;
    html += EntryHead(issue.provenance, extra) + "<ul>";
    for (const Arc& arc : arcs[i]) {
      const std::string from =
          arc.from == model::kAnyState ? "any state" : StateText(issue, arc.from);
      html += "<li>" + Escape(from) + " → " + Escape(StateText(issue, arc.to));
      if (!arc.causes.empty()) html += ": " + Escape(Joined(arc.causes, "; or "));
      html += "</li>";
    }
    html += "</ul>" + EntryEnd(model, issue.provenance);
  }
  return Fold("Issues, offices and chances: the ways between their states", count, html);
}

std::string Events(const model::Model& model) {
  std::string html;
  std::set<std::string> seen;
  for (std::size_t h = 0; h < model.happenings.size(); ++h) {
    const model::Happening& one = model.happenings[h];
    if (one.kind != model::HappeningKind::kEvent) continue;
    const std::string family =
        one.provenance.family.empty() ? one.provenance.name : one.provenance.family;
    if (!seen.insert(family).second) continue;  // the first member stands for its family
    std::string act = one.act.has_value() ? ActText(model, *one.act) : "";
    if (family != one.provenance.name) act = "for example " + act;
    html += EntryHead(one.provenance, act) + "<ul>";
    model::Outlet outlet;
    outlet.happening = model::HappeningId(h);
    for (const std::string& cause : CausesOf(model, outlet)) {
      html += "<li>" + Escape(cause) + "</li>";
    }
    html += "</ul>" + EntryEnd(model, one.provenance);
  }
  return Fold("Events: what makes them happen", seen.size(), html);
}

std::string Linkages(const model::Model& model) {
  std::string html;
  for (const model::Linkage& linkage : model.linkages) {
    const std::string ways = "from " + linkage.from_text + " to " + linkage.to_text;
    html += EntryHead(linkage.provenance, ways);
    const std::string text = SourceText(model, linkage.provenance.span, 400);
    if (!text.empty()) html += "<p><code>" + Escape(text) + "</code></p>";
    html += EntryEnd(model, linkage.provenance);
  }
  return Fold("Linkages: what carries trouble or trust from one place to another",
              model.linkages.size(), html);
}

std::string Decisions(const model::Model& model) {
  std::string html;
  for (std::size_t d = 0; d < model.decisions.size(); ++d) {
    const model::Decision& decision = model.decisions[d];
    std::string who;
    if (decision.by.valid()) who = "by " + model.actors[decision.by.index()].provenance.name;
    html += EntryHead(decision.provenance, who) + "<ul>";
    model::Outlet outlet;
    outlet.decision = model::DecisionId(d);
    for (const std::string& cause : CausesOf(model, outlet)) {
      html += "<li>asked " + Escape(cause) + "</li>";
    }
    for (const model::DecisionOption& option : decision.options) {
      html += "<li>option <strong>" + Escape(NameInWords(option.name)) + "</strong></li>";
    }
    html += "</ul>" + EntryEnd(model, decision.provenance);
  }
  return Fold("Decisions", model.decisions.size(), html);
}

std::string Frameworks(const model::Model& model) {
  std::string html;
  for (const model::Framework& framework : model.frameworks) {
    html += EntryHead(framework.provenance, "members " + ActorNames(model, framework.members)) +
            EntryEnd(model, framework.provenance);
  }
  return Fold("Frameworks", model.frameworks.size(), html);
}

std::string Policies(const ReportInput& input, bool scenarios) {
  const model::Model& model = input.view.model;
  std::string html;
  std::size_t count = 0;
  for (const model::Policy& policy : model.policies) {
    if (policy.is_scenario != scenarios) continue;
    ++count;
    const auto& applied = input.view.policies;
    const bool in_force =
        std::find(applied.begin(), applied.end(), policy.provenance.name) != applied.end();
    std::string extra = in_force ? "applied in this run" : "not applied in this run";
    if (!policy.by.empty()) extra = "by " + ActorNames(model, policy.by) + "; " + extra;
    html += EntryHead(policy.provenance, extra) + "<ul>";
    for (const model::Intervention& intervention : policy.interventions) {
      if (!intervention.text.empty()) {
        html += "<li><code>" + Escape(intervention.text) + "</code></li>";
      }
    }
    html += "</ul>" + EntryEnd(model, policy.provenance);
  }
  return Fold(scenarios ? "Scenarios: what might be" : "Policies: what could be done", count, html);
}

}  // namespace

Section StructureSection(const ReportInput& input) {
  const model::Model& model = input.view.model;
  std::string body = Actors(model) + Issues(model) + Events(model) + Linkages(model) +
                     Decisions(model) + Frameworks(model) + Policies(input, false) +
                     Policies(input, true);
  if (body.empty()) return {};
  return {"structure", "How the model works",
          Paragraph("The mechanisms as the run had them, in the model's own terms. An issue is in "
                    "one of its states; a rate of 0.5 per year means that, while nothing changes, "
                    "a thing happens on average once in two years.") + body};
}

}  // namespace entente::report
