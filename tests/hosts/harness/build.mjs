// Bundles the hosts that are written for a framework, with esbuild, ahead of time: nothing is compiled in the page.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const common = { bundle: true, format: "esm", target: "es2022", minify: true, logLevel: "warning", define: { ngDevMode: "false", "process.env.NODE_ENV": '"production"' } };

export const react = () => build({ ...common, entryPoints: ["react/main.tsx"], outfile: "built/react.js", jsx: "automatic" });

/** Angular's packages come half compiled, and its linker does the other half. */
const linker = {
  name: "angular-linker",
  async setup({ onLoad }) {
    const { transformAsync } = await import("@babel/core");
    const { default: link } = await import("@angular/compiler-cli/linker/babel");
    onLoad({ filter: /@angular[\\/].*\.mjs$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!text.includes("ɵɵngDeclare")) return { contents: text, loader: "js" };
      const { code } = await transformAsync(text, { filename: path, plugins: [link], compact: false, configFile: false, babelrc: false });
      return { contents: code, loader: "js" };
    });
  },
};

export const angular = () => build({ ...common, entryPoints: ["built/angular/main.js"], outfile: "built/angular.js", plugins: [linker] });
