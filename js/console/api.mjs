// Owns how the screens ask the store: by WordPress's REST, with its nonce; an error is a sentence and fields.
import apiFetch from "@wordpress/api-fetch";
import { useCallback, useEffect, useRef, useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";

const ROOT = "/cartsignal/v1";

/**
 * @typedef {object} Failure
 * @property {string} code
 * @property {string} message for people
 * @property {Record<string, string>} errors sentences by JSON pointer; empty where no field is to blame
 */

/**
 * Asks the store to do something.
 * @param {"POST" | "PUT" | "DELETE"} method
 * @param {string} path below the namespace, as `/pause`
 * @param {object} [body]
 * @returns {Promise<any>}
 * @throws {Failure}
 */
export async function send(method, path, body) {
  try {
    return await apiFetch({ path: ROOT + path, method, data: body });
  } catch (error) {
    throw failureOf(error);
  }
}

/**
 * Asks the store once.
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function ask(path, signal) {
  try {
    return await apiFetch({ path: ROOT + path, signal });
  } catch (error) {
    if (error?.name === "AbortError") throw error;
    throw failureOf(error);
  }
}

/**
 * Keeps what the store answers at a path; asks again each `every` ms while the page is looked at.
 * @param {string | null} path null asks nothing
 * @param {{ every?: number }} [options]
 * @returns {{ value: any, error: Failure | null, loading: boolean, reload: () => void, put: (value: any) => void }}
 */
export function useResource(path, { every } = {}) {
  const [state, setState] = useState({ value: undefined, error: null, loading: path !== null });
  const [round, setRound] = useState(0);
  const shown = useRef(path);
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    // What another path answered is not this one's.
    setState(({ value }) => ({ value: shown.current === path ? value : undefined, error: null, loading: true }));
    shown.current = path;
    ask(path, stop.signal).then(
      (value) => setState({ value, error: null, loading: false }),
      (error) => {
        if (error?.name !== "AbortError") setState(({ value }) => ({ value, error, loading: false }));
      },
    );
    return () => stop.abort();
  }, [path, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => {
    if (!every || path === null) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), every);
    return () => clearInterval(timer);
  }, [every, path, reload]);
  const put = useCallback((value) => setState({ value, error: null, loading: false }), []);
  return { ...state, reload, put };
}

/** @returns {Failure} */
function failureOf(error) {
  return {
    code: error?.code ?? "no_answer",
    message: error?.message ?? __("The store did not answer. Try again.", "cartsignal"),
    errors: error?.data?.errors ?? {},
  };
}
