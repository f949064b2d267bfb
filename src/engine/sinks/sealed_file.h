// Archives on disk: a sealed payload in a file that is always whole. It is written to a neighbouring
// file first and renamed, so that whatever kills the process leaves the old archive or the new one.
#ifndef ENTENTE_ENGINE_SINKS_SEALED_FILE_H_
#define ENTENTE_ENGINE_SINKS_SEALED_FILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "engine/sinks/bytes.h"

namespace entente::engine {

// Fails if the file can not be written (a full disk, no right to); an older archive is then untouched.
Result<void> WriteSealedFile(const std::string& path, std::string_view kind, std::uint32_t version,
                             const Bytes& payload);

// Nothing if there is no such file. Fails if it can not be read, is larger than a gigabyte, damaged,
// or of another kind or version.
Result<std::optional<Bytes>> ReadSealedFile(const std::string& path, std::string_view kind,
                                            std::uint32_t version);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_SEALED_FILE_H_
