// Texts packed as a ZIP archive in memory, to be handed on as one file.
#ifndef ENTENTE_RECORD_OUTPUT_ZIP_BYTES_H_
#define ENTENTE_RECORD_OUTPUT_ZIP_BYTES_H_

#include <map>
#include <string>

#include "base/result.h"

namespace entente::record {

// `files` by their path within the archive ("model/main.ent", in UTF-8). Every entry has the same date,
// so that the same files give the same bytes. Fails without memory.
Result<std::string> ZipBytesOf(const std::map<std::string, std::string>& files);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_OUTPUT_ZIP_BYTES_H_
