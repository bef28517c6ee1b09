import { Refused } from './errors.ts';

/**
 * A wrapped key that is there and that the key service cannot open: the row was changed, moved or cut. No outage, so asking
 * again does not help; it concerns those alone whose key it is.
 */
export class DamagedKey extends Refused {
  /** Stable name of the key, for notes and logs: `key:<id>` of a subject's, `lease-key:<id>` of a day's. */
  readonly key: string;
  constructor(key: string, options?: ErrorOptions) {
    super('damaged', `${key} is there and cannot be opened`, options);
    this.key = key;
  }
}
