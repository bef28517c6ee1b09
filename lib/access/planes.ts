import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { controlAccess } from './control.ts';
import { incidentAccess } from './incident.ts';
import { ingestAccess } from './ingest.ts';
import { readingAccess } from './reading.ts';
import type { Things } from './things.ts';

/** The pages of this folder, in the order in which roles trust each other: who is trusted comes first. */
export const accessOf = (things: Things, { redaction }: Disclosure) =>
  [controlAccess(things), ingestAccess(things, redaction), incidentAccess(things), readingAccess(things)] as const;

/** Every role of a program. */
export type RoleName = KeysOf<ReturnType<typeof accessOf>[number]['roles']>;
type KeysOf<Roles> = Roles extends unknown ? keyof Roles : never;
