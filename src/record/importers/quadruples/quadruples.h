// The benchmarks of temporal knowledge graphs: train.txt, valid.txt and test.txt with rows of
// subject, relation, object and time as numbers, whose names are in entity2id.txt and
// relation2id.txt beside them. Times are steps from a first one; the day of that first one must be
// told. Countries are read out of names such as `Police_(Australia)`, codes out of the relations'
// names.
#ifndef ENTENTE_RECORD_IMPORTERS_QUADRUPLES_QUADRUPLES_H_
#define ENTENTE_RECORD_IMPORTERS_QUADRUPLES_QUADRUPLES_H_

#include "record/importers/importer.h"

namespace entente::record {

extern const Importer kQuadruples;

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_QUADRUPLES_QUADRUPLES_H_
