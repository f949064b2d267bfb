#include "record/importers/registry.h"

#include <array>

#include "record/importers/csv/csv.h"
#include "record/importers/gdelt/gdelt.h"
#include "record/importers/icews/icews.h"
#include "record/importers/polecat/polecat.h"
#include "record/importers/quadruples/quadruples.h"

namespace entente::record {
namespace {

constexpr std::array kImporters = {
    &kIcews, &kGdelt1, &kGdelt2, &kPolecat, &kCsv, &kQuadruples,
};

constexpr std::array<std::string_view, kRejections> kRejectionNames = {
    "none",        "wrong number of columns", "impossible date",
    "no actor",    "no event code",           "bad number",
    "unknown id",  "quote without end",       "NUL byte",
    "line too long"};

}  // namespace

std::string_view RejectionName(Rejection rejection) {
  return kRejectionNames[static_cast<std::size_t>(rejection)];
}

std::span<const Importer* const> Importers() { return kImporters; }

const Importer* FindImporter(std::string_view name) {
  for (const Importer* importer : kImporters) {
    if (name == importer->name) return importer;
  }
  return nullptr;
}

const Importer* Recognise(const Sample& sample) {
  const Importer* best = nullptr;
  double best_fit = 0;
  for (const Importer* importer : kImporters) {
    const double fit = importer->recognise(sample);
    if (fit > best_fit) {
      best_fit = fit;
      best = importer;
    }
  }
  return best;
}

std::string ImporterNames() {
  std::string names;
  for (const Importer* importer : kImporters) {
    if (!names.empty()) names += ", ";
    names += importer->name;
  }
  return names;
}

}  // namespace entente::record
