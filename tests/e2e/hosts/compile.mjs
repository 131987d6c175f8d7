// node compile.mjs FILE.vue FILE.js: a component of Vue's as JavaScript, as its build tools make it.
import { readFileSync, writeFileSync } from "node:fs";
import { compileScript, parse } from "vue/compiler-sfc";

const [source, target] = process.argv.slice(2);
const compilerOptions = { isCustomElement: (tag) => tag === "inkling-pad" };
const { descriptor } = parse(readFileSync(source, "utf8"));
const { content } = compileScript(descriptor, { id: "digit", inlineTemplate: true, templateOptions: { compilerOptions } });
writeFileSync(target, content);
