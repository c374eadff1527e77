// Owns the lint rules of every script in this repository. Format is prettier's (.prettierrc.json).
import { resolve } from "node:path";
import js from "@eslint/js";
import globals from "globals";

export default [
  // The rules apply from the root of the repository, not from this folder.
  { basePath: resolve(import.meta.dirname, "../.."), ignores: ["**/node_modules/**", "dist/**", "target/**"] },
  {
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: { ...globals.node, ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
  },
  {
    files: ["**/*.jsx"],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
  },
  {
    rules: {
      eqeqeq: "error",
      "no-throw-literal": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
];
