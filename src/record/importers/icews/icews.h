// ICEWS coded event data as published (Boschee et al., Harvard Dataverse, doi:10.7910/DVN/28075):
// one tab-separated table of 20 columns a year, with a header.
#ifndef ENTENTE_RECORD_IMPORTERS_ICEWS_ICEWS_H_
#define ENTENTE_RECORD_IMPORTERS_ICEWS_ICEWS_H_

#include "record/importers/importer.h"

namespace entente::record {

extern const Importer kIcews;

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_ICEWS_ICEWS_H_
