#include "record/codebook/codebook.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/check.h"
#include "record/codebook/embedded.h"
#include "record/input/fields.h"
#include "record/input/lines.h"

namespace entente::record {
namespace {

constexpr std::array<std::string_view, 5> kQuadNames = {
    "none", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"};

std::optional<Quad> QuadNamed(std::string_view name) {
  for (std::size_t i = 1; i < kQuadNames.size(); ++i) {
    if (EqualsIgnoringCase(name, kQuadNames[i])) return static_cast<Quad>(i);
  }
  return std::nullopt;
}

// Hands over the fields of each row below the header.
template <typename Take>
void ForEachRow(std::string_view table, std::size_t columns, const Take& take) {
  std::vector<std::string_view> fields;
  std::size_t from = table.find('\n') + 1;
  while (from < table.size()) {
    const std::size_t end = std::min(table.find('\n', from), table.size());
    SplitTabs(table.substr(from, end - from), fields);
    ENTENTE_CHECK(fields.size() == columns);
    take(fields);
    from = end + 1;
  }
}

// Names in data sets have underscores for blanks.
std::string NameKey(std::string_view name) {
  std::string key = Lower(name);
  std::replace(key.begin(), key.end(), '_', ' ');
  return key;
}

// The entry of the longest beginning of `code`, at least two characters; or null.
template <typename Map>
const typename Map::mapped_type* Nearest(const Map& map, std::string_view code) {
  for (std::size_t length = code.size(); length >= 2; --length) {
    const auto found = map.find(code.substr(0, length));
    if (found != map.end()) return &found->second;
  }
  return nullptr;
}

bool IsDigits(std::string_view code) {
  return !code.empty() && code.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string_view QuadName(Quad quad) { return kQuadNames[static_cast<std::size_t>(quad)]; }

const Codebook& Codebook::Get() {
  static const Codebook codebook;
  return codebook;
}

Codebook::Codebook() {
  ForEachRow(CameoTable(), 3, [&](const std::vector<std::string_view>& row) {
    const auto weight = ReadNumber(row[2]);
    ENTENTE_CHECK(IsCameo(row[0]) && weight.has_value());
    entries_[std::string(row[0])] = {std::string(row[1]), *weight};
    std::string& code = codes_by_name_[NameKey(row[1])];
    if (code.size() < row[0].size()) code = row[0];
  });
  ForEachRow(ClassesTable(), 3, [&](const std::vector<std::string_view>& row) {
    const auto quad = QuadNamed(row[1]);
    ENTENTE_CHECK(quad.has_value());
    const Classes classes{*quad, std::string(row[2])};
    classes_[std::string(row[0])] = classes;
    if (row[2].empty() || classes_.contains(row[2])) return;
    classes_[classes.plover] = classes;
    plover_classes_.push_back(classes.plover);
  });
}

std::string_view Codebook::NameOf(std::string_view code) const {
  if (!IsDigits(code)) return ClassesOf(code) != nullptr ? code : std::string_view();
  const Entry* entry = Nearest(entries_, code);
  return entry != nullptr ? std::string_view(entry->name) : std::string_view();
}

double Codebook::GoldsteinOf(std::string_view code) const {
  const Entry* entry = IsDigits(code) ? Nearest(entries_, code) : nullptr;
  return entry != nullptr ? entry->goldstein : std::numeric_limits<double>::quiet_NaN();
}

const Codebook::Classes* Codebook::ClassesOf(std::string_view code) const {
  if (IsDigits(code)) return Nearest(classes_, code);
  const auto found = classes_.find(code);
  return found != classes_.end() ? &found->second : nullptr;
}

Quad Codebook::QuadOf(std::string_view code) const {
  const Classes* classes = ClassesOf(code);
  return classes != nullptr ? classes->quad : Quad::kNone;
}

std::string_view Codebook::PloverOf(std::string_view code) const {
  const Classes* classes = ClassesOf(code);
  return classes != nullptr ? std::string_view(classes->plover) : std::string_view();
}

std::string_view Codebook::CodeNamed(std::string_view name) const {
  const auto found = codes_by_name_.find(NameKey(name));
  return found != codes_by_name_.end() ? std::string_view(found->second) : std::string_view();
}

bool Codebook::Has(std::string_view code) const {
  return entries_.contains(code) || (!IsDigits(code) && classes_.contains(code));
}

std::vector<std::pair<std::string, std::string>> Codebook::Roots() const {
  std::vector<std::pair<std::string, std::string>> roots;
  for (const auto& [code, entry] : entries_) {
    if (code.size() == 2) roots.emplace_back(code, entry.name);
  }
  return roots;
}

Result<Categories> Categories::Of(const std::vector<std::string>& names) {
  const Codebook& book = Codebook::Get();
  Categories categories;
  for (const std::string& name : names) {
    if (const auto quad = QuadNamed(name); quad) {
      categories.quads_.push_back(*quad);
      continue;
    }
    const auto& classes = book.plover_classes();
    const auto plover = std::find_if(classes.begin(), classes.end(), [&](const std::string& c) {
      return EqualsIgnoringCase(c, name);
    });
    if (plover != classes.end()) {
      categories.plover_.push_back(*plover);
    } else if (IsCameo(name)) {
      categories.codes_.push_back(name);
    } else {
      return Fail(fmt::format(
          "`{}` is no class of events: there are the quad classes {}, the PLOVER classes {} and "
          "CAMEO codes such as 17 or 0231 (as text: 010 is not 10)",
          name, fmt::join(kQuadNames.begin() + 1, kQuadNames.end(), ", "),
          fmt::join(classes, ", ")));
    }
  }
  return categories;
}

bool Categories::Contain(std::string_view code) const {
  if (all()) return true;
  for (const std::string& wanted : codes_) {
    if (code.substr(0, wanted.size()) == wanted) return true;
  }
  const Codebook& book = Codebook::Get();
  if (!quads_.empty()) {
    const Quad quad = book.QuadOf(code);
    if (std::find(quads_.begin(), quads_.end(), quad) != quads_.end()) return true;
  }
  if (plover_.empty()) return false;
  const std::string_view plover = book.PloverOf(code);
  return !plover.empty() && std::find(plover_.begin(), plover_.end(), plover) != plover_.end();
}

}  // namespace entente::record
