// All importers, and which of them fits a file.
#ifndef ENTENTE_RECORD_IMPORTERS_REGISTRY_H_
#define ENTENTE_RECORD_IMPORTERS_REGISTRY_H_

#include <span>
#include <string>
#include <string_view>

#include "record/importers/importer.h"

namespace entente::record {

std::span<const Importer* const> Importers();

// By name; null if there is none.
const Importer* FindImporter(std::string_view name);

// The one that fits the sample best; null if none does.
const Importer* Recognise(const Sample& sample);

// "icews, gdelt1, …"
std::string ImporterNames();

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_REGISTRY_H_
