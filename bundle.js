// Makes what the site needs of other people's packages: `node bundle.js [FOLDER]`, here, after `npm ci`.
// A script for each file of `assets/bundled/`, Oxigraph's WebAssembly, and the licences of it all.
import { readdir, readFile, mkdir, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const SITE = "src/aitaxonomy/site";
const folder = process.argv[2] ?? `${SITE}/bundled`;
const here = `${SITE}/assets/bundled`;
const { metafile } = await build({
  entryPoints: (await readdir(here)).map((name) => `${here}/${name}`),
  outdir: folder,
  allowOverwrite: true,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
});

await mkdir(folder, { recursive: true });
const wasm = await readFile("node_modules/oxigraph/web_bg.wasm");
await writeFile(`${folder}/oxigraph.wasm.gz`, gzipSync(wasm, { level: 9 }));

/** The packages that something was taken of, by the paths of what went in. */
const taken = Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
const told = [];
for (const name of [...new Set(taken)].filter(Boolean).sort()) {
  const at = `node_modules/${name}`;
  const about = JSON.parse(await readFile(`${at}/package.json`, "utf8"));
  const file = (await readdir(at)).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? await readFile(`${at}/${file}`, "utf8") : `See ${about.homepage}`;
  told.push(`${name} ${about.version}: ${about.license}\n\n${text.trim()}\n`);
}
const head = "Packages that are bundled with the site, and their licences.\n";
await writeFile(`${folder}/licences.txt`, [head, ...told].join(`\n${"-".repeat(72)}\n\n`));
