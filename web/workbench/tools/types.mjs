// node tools/types.mjs: writes src/api/build/schema.d.ts, the types of the HTTP interface, from
// docs/reference/openapi.json. A schema that the document names but does not hold is taken from
// docs/reference/NAME.schema.json.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

// In the source tree, or in a build folder into which CMake copied the document.
const here = new URL("../", import.meta.url);
const reference = ["../../docs/reference/", "./"].map((path) => new URL(path, here)).find((path) => existsSync(new URL("openapi.json", path)));
const read = (name) => JSON.parse(readFileSync(new URL(name, reference), "utf8"));
const document = read("openapi.json");
const schemas = document.components.schemas;

function* refs(json) {
  if (!json || typeof json !== "object") return;
  if (typeof json.$ref === "string") yield json.$ref;
  for (const value of Object.values(json)) yield* refs(value);
}

const PREFIX = "#/components/schemas/";
const snake = (name) => name.replace(/(?<=.)[A-Z]/g, "_$&").toLowerCase();

function take(name) {
  const file = [name, name.replace(/(Result|View)$/, "")].map((one) => `${snake(one)}.schema.json`).find((one) => existsSync(new URL(one, reference)));
  if (!file) {
    console.warn(`openapi.json names ${name} and does not hold it`);
    schemas[name] = {};
    return;
  }
  const { $schema, $defs = {}, ...schema } = read(file);
  const rename = (json) => {
    if (!json || typeof json !== "object") return;
    if (typeof json.$ref === "string") json.$ref = json.$ref.replace("#/$defs/", `${PREFIX}${name}.`);
    Object.values(json).forEach(rename);
  };
  schemas[name] = schema;
  rename(schema);
  for (const [part, definition] of Object.entries($defs)) {
    rename(definition);
    schemas[`${name}.${part}`] = definition;
  }
}

for (const ref of new Set(refs(document))) {
  const name = ref.slice(PREFIX.length);
  if (ref.startsWith(PREFIX) && !schemas[name]) take(name);
}

const target = fileURLToPath(new URL("src/api/build/schema.d.ts", here));
mkdirSync(new URL("src/api/build/", here), { recursive: true });
writeFileSync(target, `// Made from docs/reference/openapi.json by tools/types.mjs.\n${astToString(await openapiTS(document))}`);
