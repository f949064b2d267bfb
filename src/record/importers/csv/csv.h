// Any table of events with a header: comma, semicolon or tab, quoted as in RFC 4180. Columns are
// found by usual names, or told by the user as in `date=Day,source=A,target=B,code=Event`. The
// copies of ICEWS with the columns date, source, target, source_name, …, cameo, goldstein are known
// by these and go into the data set `icews`.
#ifndef ENTENTE_RECORD_IMPORTERS_CSV_CSV_H_
#define ENTENTE_RECORD_IMPORTERS_CSV_CSV_H_

#include "record/importers/importer.h"

namespace entente::record {

extern const Importer kCsv;

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_CSV_CSV_H_
