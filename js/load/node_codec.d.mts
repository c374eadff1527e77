// Generated from the core's types by `npm run generate`. Do not edit.
/** @type {import("./frames.mjs").Codec} */
export declare const nodeCodec: import("./frames.mjs").Codec;
