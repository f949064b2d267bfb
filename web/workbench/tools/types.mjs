// node tools/types.mjs: writes src/api/build/schema.d.ts, the types of the HTTP interface, from
// docs/reference/openapi.json.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

// In the source tree, or in a build folder into which CMake copied the document.
const here = new URL("../", import.meta.url);
const file = ["../../docs/reference/openapi.json", "./openapi.json"].map((path) => new URL(path, here)).find(existsSync);
const document = JSON.parse(readFileSync(file, "utf8"));

const target = fileURLToPath(new URL("src/api/build/schema.d.ts", here));
mkdirSync(new URL("src/api/build/", here), { recursive: true });
writeFileSync(target, `// Made from docs/reference/openapi.json by tools/types.mjs.\n${astToString(await openapiTS(document))}`);
