// Owns the owner's screens as a browser loads them: one script and one style, with WordPress's own packages left outside.
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./toolchain.mjs";

export const CONSOLE_SOURCES = ["js/console", "js/tools/build_console.mjs"];
const OUT = "plugin-wordpress/core/console";
export const CONSOLE = [`${OUT}/console.js`, `${OUT}/console.css`];

/** @wordpress/api-fetch is there as `wp.apiFetch`. */
const shipped = {
  name: "wordpress",
  setup(building) {
    building.onResolve({ filter: /^@wordpress\// }, ({ path }) => ({ path, namespace: "wordpress" }));
    building.onLoad({ filter: /.*/, namespace: "wordpress" }, ({ path }) => {
      const name = path.slice("@wordpress/".length).replace(/-(.)/g, (_, letter) => letter.toUpperCase());
      // CommonJS, so that both the default and the named exports are there.
      return { contents: `module.exports = window.wp.${name};`, loader: "js" };
    });
  },
};

/** Bundles the screens. They stay readable enough to be reviewed: names are kept, only blanks and comments go. */
export async function buildConsole() {
  await build({
    absWorkingDir: root,
    entryPoints: { console: "js/console/main.jsx" },
    outdir: OUT,
    bundle: true,
    format: "iife",
    target: ["es2022"],
    jsx: "transform",
    jsxFactory: "createElement",
    jsxFragment: "Fragment",
    inject: [join(root, "js/console/jsx.mjs")],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    plugins: [shipped],
  });
}

if (process.argv[1] === import.meta.filename) await buildConsole();
