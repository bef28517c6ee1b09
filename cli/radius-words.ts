import type { BlastRadius } from '../core/blast-radius/blast-radius.ts';
import { table, time } from './output.ts';

/** How far an incident reaches, for people. */
export const radiusText = ({ statements, did }: BlastRadius, html: string | undefined): string =>
  [
    table(
      ['SURE', 'WHAT IS KNOWN', 'WOULD HAVE TOLD'],
      statements.map(({ certainty, says, wouldHave = '' }) => [certainty, says, wouldHave]),
    ),
    ...(did.length === 0
      ? []
      : [
          '',
          table(
            ['IN THE CLEAR', 'WHO', 'FIRST', 'LAST', 'CALLS', 'WHOSE'],
            did.map(({ opened, refused, principal, first, last, calls, subjects, ofAnybody }) => [
              refused ? 'tried' : opened,
              principal.name,
              time(first),
              time(last),
              String(calls),
              ofAnybody ? 'can be anybody’s' : subjects.join(' '),
            ]),
          ),
        ]),
    ...(html === undefined ? [] : ['', `As a page: ${html}`]),
  ].join('\n');
