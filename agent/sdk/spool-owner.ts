import type { LeaseGrant } from '../../wire/lease.ts';
import { SpoolError } from './errors.ts';
import type { Spool } from './spool.ts';

/** Whose frames a spool keeps. Nothing is sealed, and nothing that waits is sent, before that is known. */
export class SpoolOwner {
  readonly #spool: Pick<Spool, 'belongTo'>;
  #owner: string | undefined;

  constructor(spool: Pick<Spool, 'belongTo'>) {
    this.#spool = spool;
  }

  /** @returns why it may not be used for these leases; undefined where it may */
  async problemWith({ filter, stream, subject }: LeaseGrant): Promise<'spool-of-another' | 'spool-failed' | undefined> {
    const owner = `${filter.program} ${stream.region}/${stream.name} ${subject}`;
    if (this.#owner === owner) return undefined;
    try {
      await this.#spool.belongTo(owner, subject);
    } catch (error) {
      return error instanceof SpoolError ? 'spool-of-another' : 'spool-failed';
    }
    this.#owner = owner;
    return undefined;
  }
}
