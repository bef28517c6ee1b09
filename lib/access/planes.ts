import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { controlAccess } from './control.ts';
import { guardAccess } from './guard.ts';
import { incidentAccess } from './incident.ts';
import { ingestAccess } from './ingest.ts';
import { readingAccess } from './reading.ts';
import type { Resources } from './resources.ts';
import { trainingAccess } from './training.ts';

/** The pages of this folder, in the order in which roles trust each other: who is trusted comes first. */
export const accessOf = (resources: Resources, { redaction }: Disclosure) =>
  [
    controlAccess(resources),
    ingestAccess(resources, redaction),
    incidentAccess(resources),
    readingAccess(resources),
    trainingAccess(resources),
    guardAccess(resources),
  ] as const;

/** Every role of a program. */
export type RoleName = KeysOf<ReturnType<typeof accessOf>[number]['roles']>;
type KeysOf<Roles> = Roles extends unknown ? keyof Roles : never;
