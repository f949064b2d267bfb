// GDELT event files (Leetaru and Schrodt 2013; format codebooks of 1.0, 2013, and 2.0, 2015):
// tab-separated, without header. Version 1.0 has 57 columns, and a 58th with the address of the
// report in daily files since April 2013; version 2.0 has 61. Actors are named by CAMEO codes;
// known from is the day on which a row was added.
#ifndef ENTENTE_RECORD_IMPORTERS_GDELT_GDELT_H_
#define ENTENTE_RECORD_IMPORTERS_GDELT_GDELT_H_

#include "record/importers/importer.h"

namespace entente::record {

extern const Importer kGdelt1;
extern const Importer kGdelt2;

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_GDELT_GDELT_H_
