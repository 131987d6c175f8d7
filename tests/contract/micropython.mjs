// Run a Python script under the MicroPython that the page uses: node micropython.mjs PACKAGE ROOT SCRIPT FILE...
// Every FILE (relative to ROOT) is put where an import finds it. What the script prints goes to standard output.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [packageFolder, root, script, ...files] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(join(packageFolder, "micropython.mjs")));
const python = await loadMicroPython({ heapsize: 16 * 1024 * 1024, stdout: (line) => console.log(line) });
const makeFolder = (path) => {
  if (path === "." || python.FS.analyzePath("/" + path).exists) return;
  makeFolder(dirname(path));
  python.FS.mkdir("/" + path);
};
for (const file of files) {
  makeFolder(dirname(file));
  python.FS.writeFile("/" + file, readFileSync(join(root, file)));
}
try {
  python.runPython('import sys; sys.path.insert(0, "/")\n' + readFileSync(script, "utf8"));
} catch (error) {
  console.error(error.message); // without this Node would print MicroPython's whole minified source
  process.exit(1);
}
