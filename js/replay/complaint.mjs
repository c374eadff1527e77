// Owns the errors that a person running the tool can do something about.

/** A file, option or row that is not what it should be; the message ends with the way out. */
export class Complaint extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] See `exitCodes`.
   */
  constructor(message, exitCode = exitCodes.input) {
    super(message);
    this.name = "Complaint";
    this.exitCode = exitCode;
  }
}

/** One row that can't be read; the run goes on without it. */
export class BadRow extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "BadRow";
  }
}

/** What the shell is told; `cartsignal help` prints them. */
export const exitCodes = {
  done: 0,
  fault: 1,
  usage: 2,
  input: 3,
  configuration: 4,
  core: 5,
};
