import { Command } from 'commander';
import type { ApiClient } from '../api/client.ts';
import { type IncidentView, showIncident } from '../api/incident.ts';
import { readParticipation } from '../api/participation.ts';
import type { Answer } from '../api/route.ts';
import { REMAINS } from '../api/words.ts';
import { ERASED_WHY, REMAINS_WHY } from '../core/termination/words.ts';
import { inOneLine } from '../wire/printable.ts';
import { unlessRefused } from './api.ts';
import { contextOf } from './context.ts';
import { checkedId } from './incident-opened.ts';
import { facts, time } from './output.ts';
import { participationText } from './participation.ts';

/** What ending a program would erase. */
export interface WouldErase {
  incident: string;
  erased: readonly string[];
  remains: readonly string[];
  /** Absent for whom it is none of their business. */
  people?: Answer<typeof readParticipation>;
}

/** Looks, and changes nothing. */
export async function wouldErase(api: ApiClient, incident: string): Promise<WouldErase> {
  const people = await unlessRefused(api.call(readParticipation), 'forbidden');
  return {
    incident,
    erased: ERASED_WHY,
    remains: REMAINS.map((what) => `${what}: ${REMAINS_WHY[what]}`),
    ...(people && { people }),
  };
}

export const wouldEraseText = ({ incident, erased, remains, people }: WouldErase): string =>
  [
    `Ending the program by ${incident} would erase, for good:`,
    ...erased.map((line) => `  ${line}`),
    '',
    ...(people ? [participationText(people), ''] : []),
    'What remains, and why:',
    ...remains.map((line) => `  ${line}`),
    '',
    'Nothing can be collected in it again: nobody enrols, agrees or is given a lease, and no incident resumes it.',
  ].join('\n');

const named = ({ subjects, keys, others, segments, objects }: Record<string, number>): string =>
  `${subjects} people, ${keys} keys, ${segments} segments (${objects} of them in the vault), ${others} other rows beside the keys`;

export function terminationText({ incident, termination }: IncidentView): string {
  if (!termination) {
    return incident.erasing
      ? `Being erased since ${time(incident.erasing.since)}: there were ${named(incident.erasing.found)}. The proof is signed when nothing is left.`
      : 'The program has ended, and the erasing is about to begin.';
  }
  const { document } = termination;
  return [
    facts({
      ended: time(document.terminatedAt),
      'over findings': document.decided.findings,
      erased: time(document.erasedAt),
      found: named(document.found),
      left: named(document.left),
      proof: incident.termination?.document,
    }),
    '',
    'What remains, and why:',
    ...document.remains.map(({ what, why, until }) =>
      inOneLine(`  ${what}: ${why}${until === undefined ? '' : ` Gone by ${time(until)}.`}`),
    ),
  ].join('\n');
}

export const terminationCommand = (): Command =>
  new Command('termination')
    .description('what ending the program would erase, or, once it has ended, what was erased and what remains')
    .argument('<incident>', 'id of the incident')
    .addHelpText(
      'after',
      '\nExample:\n  sluice incidents termination 01KAV...\n\nChanges nothing. To end the program: sluice approve 01KAV... --decision terminate',
    )
    .action(async (given: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const id = checkedId(given);
      const view = await api.call(showIncident, { params: { incident: id } });
      if (view.incident.status === 'terminated') {
        const { erasing, termination: link } = view.incident;
        const { termination } = view;
        output.result(
          { incident: id, ...(erasing && { erasing }), ...(link && { link }), ...(termination && { termination }) },
          () => terminationText(view),
        );
        return;
      }
      const would = await wouldErase(api, id);
      output.result(would, () => wouldEraseText(would));
    });
