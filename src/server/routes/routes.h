// The rooms of the HTTP interface: each adds its routes to the one list. A new route is one record in
// one of these, or a new room and its line in AllRoutes.
#ifndef ENTENTE_SERVER_ROUTES_ROUTES_H_
#define ENTENTE_SERVER_ROUTES_ROUTES_H_

#include <vector>

#include "entente/workspace.h"
#include "server/http/route.h"

namespace entente::server {

void AddMetaRoutes(std::vector<Route>& routes);
void AddProjectRoutes(std::vector<Route>& routes);
void AddFileRoutes(std::vector<Route>& routes);
void AddNoteRoutes(std::vector<Route>& routes);
void AddRunRoutes(std::vector<Route>& routes);
void AddModelRoutes(std::vector<Route>& routes);
void AddLanguageRoutes(std::vector<Route>& routes);
void AddTaskRoutes(std::vector<Route>& routes);
void AddRecordRoutes(std::vector<Route>& routes);

// What the workspace refused, as a response.
Response WorkspaceRefusal(const api::WorkspaceAnswer& answer);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_ROUTES_ROUTES_H_
