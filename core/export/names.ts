import { createHmac } from 'node:crypto';
import { pseudonymOf } from '../shared/pseudonym.ts';

/** 16 characters: 80 bits, and no more than a table of names is easy to read with. */
const LENGTH = 16;

/**
 * Names that hold in one export alone: nobody joins two exports by them, nor one with the vault.
 * @param secret 32 bytes of this export, which leave no function
 */
export function exportNames(secret: Uint8Array) {
  const code = (kind: string, text: string) => createHmac('sha256', secret).update(`${kind}\n${text}`).digest();
  const name = (kind: string, text: string) => pseudonymOf(code(kind, text)).slice(0, LENGTH);
  return {
    person: (subject: string): string => name('person', subject),
    part: (subject: string, first: string): string => name('part', `${subject}\n${first}`),
    session: (subject: string, first: string): string => name('session', `${subject}\n${first}`),
    /** Key of what tokens and ids are made with in this export. */
    tokenKey: (): Uint8Array => code('tokens', ''),
    /** Where somebody stands in a draw: known to nobody before it is made, and the same when it is made again. */
    lot: (subject: string): string => code('lot', subject).toString('hex'),
  };
}
export type ExportNames = ReturnType<typeof exportNames>;
