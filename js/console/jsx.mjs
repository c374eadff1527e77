// Owns what JSX becomes: WordPress's element functions.
export { createElement, Fragment } from "@wordpress/element";
