/** Port. The keys of subjects: made at enrolment, opened by redactor and reader alone, deleted by erasure. */
export interface KeyRing {
  /** Makes a key, wrapped under KMS with program and key id as encryption context. Returns its random id. */
  create(subject: string): Promise<string>;
  /**
   * The 32 bytes, as a copy that the caller may zero. Concurrent calls for one key share one KMS call; cached for minutes.
   * @throws Refused `no-key` when the key was deleted; DamagedKey when it is there and does not open
   */
  open(keyId: string): Promise<Uint8Array>;
  /** Whether its row is there; opens nothing. */
  has(keyId: string): Promise<boolean>;
  /** Drops it from the cache. */
  forget(keyId: string): void;
  /** Deletes the wrapped key: what was sealed under it can never be opened again once backups have aged out. */
  destroy(keyId: string): Promise<void>;
}
