// node bundle.mjs NODE_MODULES OUTPUT: joins the browser builds of vega, vega-lite and vega-embed
// into one script that can stand inside an HTML page, with the licences they ask us to keep.
import { readFileSync, writeFileSync, renameSync } from "node:fs";
import { join } from "node:path";

const [modules, output] = process.argv.slice(2);
const packages = ["vega", "vega-lite", "vega-embed"];

function licence(name) {
  const text = readFileSync(join(modules, name, "LICENSE"), "utf8").replaceAll("*/", "* /");
  const { version } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return `/*! ${name} ${version}\n${text.trim()}\n*/\n`;
}

function script(name) {
  return readFileSync(join(modules, name, "build", `${name}.min.js`), "utf8")
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")
    .replaceAll("</script", "<\\/script")
    .replaceAll("<!--", "<\\!--");
}

const bundle = packages.map((name) => licence(name) + script(name)).join("\n;\n");
writeFileSync(`${output}.partial`, bundle);
renameSync(`${output}.partial`, output);
