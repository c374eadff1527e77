// Generated from the core's types by `npm run generate`. Do not edit.
export type Port = {
    memory: WebAssembly.Memory;
    /**
     * Returns the address of that many bytes, until the next `reserve`.
     */
    reserve: (length: number) => number;
    /**
     * Returns the address of the answer.
     */
    run: (op: number, length: number) => number;
};
export type Codec = {
    /**
     * Returns the bytes written.
     */
    write: (bytes: Uint8Array, at: number, text: string) => number;
    read: (bytes: Uint8Array, from: number, to: number) => string;
    view: (memory: ArrayBuffer) => Uint8Array;
};
/**
 * @typedef {object} Port A module that answers frames.
 * @property {WebAssembly.Memory} memory
 * @property {(length: number) => number} reserve Returns the address of that many bytes, until the next `reserve`.
 * @property {(op: number, length: number) => number} run Returns the address of the answer.
 *
 * @typedef {object} Codec How text gets into bytes and back; hosts differ in what is fast.
 * @property {(bytes: Uint8Array, at: number, text: string) => number} write Returns the bytes written.
 * @property {(bytes: Uint8Array, from: number, to: number) => string} read
 * @property {(memory: ArrayBuffer) => Uint8Array} view
 */
/** @type {Codec} */
export declare const plainCodec: Codec;
export declare class Frames {
    #private;
    /**
     * @param {Port} port
     * @param {Codec} codec
     */
    constructor(port: Port, codec: Codec);
    /**
     * Makes one call. Returned parts are copies; a part that is empty or missing is undefined.
     * @param {number} op
     * @param {string | Uint8Array} request
     * @param {readonly (Uint8Array | null | undefined)[]} parts
     * @returns {{json: string, parts: (Uint8Array | undefined)[]}}
     */
    call(op: number, request: string | Uint8Array, parts: readonly (Uint8Array | null | undefined)[]): {
        json: string;
        parts: (Uint8Array | undefined)[];
    };
}
