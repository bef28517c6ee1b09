/**
 * Base of all errors of ours. Messages are content-free by contract: they may hold ids, counts and reasons, never a text
 * that a subject wrote.
 */
export class SluiceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Something that the caller may not do; `reason` is a stable word that programs can act on. */
export class Refused extends SluiceError {
  readonly reason: string;
  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
