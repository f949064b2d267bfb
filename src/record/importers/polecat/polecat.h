// POLECAT coded event data (Halterman et al. 2023, Harvard Dataverse, doi:10.7910/DVN/AJGVIT):
// tab-separated with a header; events are coded in PLOVER. Columns are found by their names, so
// that releases which add or move columns still read.
#ifndef ENTENTE_RECORD_IMPORTERS_POLECAT_POLECAT_H_
#define ENTENTE_RECORD_IMPORTERS_POLECAT_POLECAT_H_

#include "record/importers/importer.h"

namespace entente::record {

extern const Importer kPolecat;

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_POLECAT_POLECAT_H_
