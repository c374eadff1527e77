// Generated from the core's types by `npm run generate`. Do not edit.
/** @type {Readonly<Record<string, number>>} */
export declare const operations: Readonly<Record<string, number>>;
