// docs/reference/openapi.json, carried inside the program.
#ifndef ENTENTE_SERVER_OPENAPI_EMBEDDED_H_
#define ENTENTE_SERVER_OPENAPI_EMBEDDED_H_

#include <string_view>

namespace entente::server {

std::string_view OpenApiDocument();

}  // namespace entente::server

#endif  // ENTENTE_SERVER_OPENAPI_EMBEDDED_H_
