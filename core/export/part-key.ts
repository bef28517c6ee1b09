import { randomBytes } from 'node:crypto';
import { Refused } from '../shared/errors.ts';
import { decrypt, encrypt, keyring, SUITE } from '../vault/segment.ts';

/** To what the key of a part is bound. */
export interface PartKeyContext {
  program: string;
  /** Id of the subject's key. */
  key: string;
  export: string;
  part: string;
}

const BYTES = 32;

/**
 * A key for one part, wrapped by the key of whose it is: who is erased takes all their parts of all exports with them, and nothing has to be
 * done in any of them.
 * @param subjectKey 32 bytes; left as it is
 */
export async function newPartKey(
  context: PartKeyContext,
  subjectKey: Uint8Array,
): Promise<{ key: Uint8Array; wrapped: Uint8Array }> {
  const key = randomBytes(BYTES);
  const { result } = await encrypt(keyring(context.key, subjectKey), key, {
    suiteId: SUITE,
    encryptionContext: { ...context },
  });
  return { key, wrapped: result };
}

/** @throws Refused `unsealed`, `wrong-object` */
export async function openPartKey(
  wrapped: Uint8Array,
  context: PartKeyContext,
  subjectKey: Uint8Array,
): Promise<Uint8Array> {
  let opened: Awaited<ReturnType<typeof decrypt>>;
  try {
    opened = await decrypt(keyring(context.key, subjectKey), wrapped);
  } catch (cause) {
    throw new Refused('unsealed', `the key of part ${context.part} does not open`, { cause });
  }
  const stated = opened.messageHeader.encryptionContext;
  const wanted = Object.entries(context);
  if (Object.keys(stated).length !== wanted.length || wanted.some(([name, value]) => stated[name] !== value)) {
    throw new Refused('wrong-object', `the key is not that of part ${context.part}`);
  }
  return new Uint8Array(opened.plaintext);
}
