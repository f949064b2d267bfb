// The codebook files of data/codebooks, carried inside the program.
#ifndef ENTENTE_RECORD_CODEBOOK_EMBEDDED_H_
#define ENTENTE_RECORD_CODEBOOK_EMBEDDED_H_

#include <string_view>

namespace entente::record {

std::string_view CameoTable();    // code, name, goldstein
std::string_view ClassesTable();  // code, quad, plover

}  // namespace entente::record

#endif  // ENTENTE_RECORD_CODEBOOK_EMBEDDED_H_
