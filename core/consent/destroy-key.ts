import type { KeyRing } from '../vault/key-ring.ts';

/** The key, then what this instance keeps of it. Deleting one that is gone is done. */
export async function destroyKey(keyRing: Pick<KeyRing, 'destroy' | 'forget'>, keyId: string): Promise<void> {
  await keyRing.destroy(keyId);
  keyRing.forget(keyId);
}
