/**
 * What a program keeps under the keys of people, by name alone: whoever ends it walks all of it, and sees nothing of what is sealed.
 */

/** Of a row of the index. */
export interface KeptSegment {
  subject: string;
  /** Its body lies in the vault. */
  hasObject: boolean;
}

/** Port. Each in pages, of the state as it is while it is walked: what is deleted meanwhile is not in later pages. */
export interface KeptRows {
  /** Names of subjects that are not erased, of rows too that cannot be read. Strongly consistent. */
  subjects(): AsyncIterable<readonly string[]>;
  /** Ids of all rows of the table of keys, strongly consistent. */
  keys(): AsyncIterable<readonly string[]>;
  /** Rows of the index, by day: may lag behind by a moment. */
  segments(): AsyncIterable<readonly KeptSegment[]>;
}

/** An id of a key, and of nothing else that stands beside the keys. */
export const KEY_ID = /^[0-9a-f]{32}$/;
