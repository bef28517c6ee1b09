/** What was looked through for whoever asks who read theirs. */
export interface LookedThrough {
  /** Readings that are told. */
  found: number;
  /** Not all that there is. */
  cut: boolean;
  /** Entries that may be about anybody. */
  unreadable: number;
  /** Lists of everybody, which name nobody; undefined where the service does not say. */
  everybody: number | undefined;
}

/**
 * Whether anybody has read it, in words; undefined where some have, who are told one by one. That nobody has is a word about all there is:
 * it is said without more where all of it was looked through, and nothing in it is of nobody knows whom.
 */
export function whoRead({ found, cut, unreadable, everybody }: LookedThrough): string | undefined {
  if (found > 0) return undefined;
  const nobody = cut || unreadable > 0 ? 'As far as was looked through, nobody but you' : 'Nobody but you';
  if (everybody === 0) return `${nobody} has read what is stored of you.`;
  const lists =
    everybody === undefined
      ? 'Whether lists of everybody were looked at is not known.'
      : `Lists of everybody were looked at, ${everybody} of them: you may have stood in them.`;
  return `${nobody} has read a record of yours, or a list of you alone. ${lists}`;
}
