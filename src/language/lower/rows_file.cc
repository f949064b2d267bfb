// Cells of a table from a file of comma-separated values.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "language/lower/rows.h"

namespace entente::language::lower {
namespace {

using check::Context;
using check::Element;
using check::Scope;

std::string_view Trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(Trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<double> Number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::string> ReadData(Context& context, const syntax::Text& file) {
  const std::filesystem::path path = std::filesystem::path(file.text).lexically_normal();
  const bool inside = !path.empty() && !path.is_absolute() && *path.begin() != "..";
  const std::string full =
      context.root.empty() ? path.generic_string() : context.root + "/" + path.generic_string();
  if (!inside || context.files == nullptr || !context.files->IsFile(full)) {
    context.Report(DiagnosticKind::kUnreadableImport, file.span,
                   fmt::format("there is no file `{}` in the model's folder", file.text),
                   "data files lie beside main.ent");
    return std::nullopt;
  }
  auto text = context.files->Read(full, context.max_file_bytes);
  if (!text || text->size() > context.max_file_bytes) {
    context.Report(DiagnosticKind::kUnreadableImport, file.span,
                   text ? fmt::format("`{}` is larger than {} bytes", file.text,
                                      context.max_file_bytes)
                        : text.error().message);
    return std::nullopt;
  }
  return std::move(*text);
}

struct FileCells {
  Context& context;
  const syntax::Text& file;
  std::string_view what;
  std::unordered_map<std::string, std::size_t> places;
  std::vector<std::optional<double>> found;
  bool sound = true;

  void Fault(DiagnosticKind kind, std::size_t line, std::string_view why) {
    sound = false;
    context.Report(kind, file.span, fmt::format("line {} of `{}` {}", line, file.text, why));
  }

  void Put(const std::string& key, const std::string& text, std::size_t line) {
    const auto place = places.find(key);
    const auto value = Number(text);
    if (place == places.end()) {
      Fault(DiagnosticKind::kWrongIndex, line, fmt::format("names `{}`, which is no element of {}",
                                                           key, what));
    } else if (!value) {
      Fault(DiagnosticKind::kInvalidNumber, line, fmt::format("holds `{}`, which is no number",
                                                              text));
    } else if (found[place->second]) {
      Fault(DiagnosticKind::kDuplicateName, line, fmt::format("gives `{}` a second value", key));
    } else {
      found[place->second] = value;
    }
  }
};

}  // namespace

std::vector<std::optional<double>> CellsFromFile(Context& context, const Scope& scope,
                                                 const syntax::IndexHead& head,
                                                 const std::vector<Element>& elements,
                                                 const syntax::Text& file, std::string_view what) {
  FileCells cells{context, file, what, {}, {}, true};
  cells.found.resize(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) cells.places.emplace(elements[i].key, i);
  const auto text = ReadData(context, file);
  const std::size_t arity = check::ArityOf(head);
  if (!text || arity == 0) return cells.found;
  std::vector<std::string> last;
  for (const check::MemberId id : MembersOf(context, scope, head.bindings.back().set)) {
    last.push_back(context.member(id).name);
  }
  std::vector<std::string> columns;  // of a wide table
  std::size_t number = 0;
  bool first = true;
  for (const std::string& line : Split(*text, '\n')) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (!context.Spend(1, file.span)) break;
    const std::vector<std::string> parts = Split(line, ',');
    const bool heading = first && !parts.empty() && !Number(parts.back());
    first = false;
    if (heading) {
      const bool wide = std::find(last.begin(), last.end(), parts.back()) != last.end();
      if (wide && parts.size() >= arity) {
        columns.assign(parts.begin() + static_cast<std::ptrdiff_t>(arity - 1), parts.end());
      }
      continue;
    }
    const std::size_t named = columns.empty() ? arity : arity - 1;
    const std::size_t values = columns.empty() ? 1 : columns.size();
    if (parts.size() != named + values) {
      cells.Fault(DiagnosticKind::kWrongIndex, number,
                  fmt::format("has {} cells; {} names and {} values are wanted", parts.size(),
                              named, values));
      continue;
    }
    std::string key;
    for (std::size_t i = 0; i < named; ++i) key += (i > 0 ? "," : "") + parts[i];
    for (std::size_t i = 0; i < values; ++i) {
      const std::string column =
          columns.empty() ? key : (key.empty() ? columns[i] : key + "," + columns[i]);
      cells.Put(column, parts[named + i], number);
    }
  }
  const auto missing = std::find(cells.found.begin(), cells.found.end(), std::nullopt);
  if (cells.sound && missing != cells.found.end()) {
    const auto at = static_cast<std::size_t>(missing - cells.found.begin());
    context.Report(DiagnosticKind::kIncompleteTable, file.span,
                   fmt::format("`{}` gives no value for `{}` of {}", file.text, elements[at].key,
                               what));
  }
  return cells.found;
}

}  // namespace entente::language::lower
