import { createHash } from 'node:crypto';
import { Command, Option } from 'commander';
import { showEvidence } from '../api/case.ts';
import { type IncidentView, showIncident } from '../api/incident.ts';
import type { BlastRadius } from '../core/blast-radius/blast-radius.ts';
import { blastRadiusPage } from '../core/blast-radius/page.ts';
import { type Context, contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { PRIVATE, writeNew } from './files.ts';
import { checkedId } from './incident-opened.ts';
import { facts } from './output.ts';
import { radiusText } from './radius-words.ts';

interface RadiusOptions {
  of: (typeof DOCUMENTS)[number];
  save?: string;
  html?: string;
}

/** Findings whose evidence is one JSON document. */
const DOCUMENTS = ['blast-radius', 'could-read', 'did-read'] as const;

export const radiusCommand = (): Command =>
  new Command('radius')
    .description(
      'how far an incident reaches: who could read, who did, whose; as it lies under lock, checked by its hash',
    )
    .argument('<incident>', 'id of the incident')
    .addOption(
      new Option('--of <finding>', 'another document that the findings rest on')
        .choices(DOCUMENTS)
        .default('blast-radius'),
    )
    .option('--save <file>', 'write it there as it is; writes over nothing')
    .option('--html <file>', 'also as a page that opens without a network; writes over nothing')
    .addHelpText('after', '\nExample:\n  sluice incidents radius 01KAV... --html radius.html')
    .action(async (given: string, { of, save, html }: RadiusOptions, command: Command) => {
      const context = contextOf(command);
      const incident = checkedId(given);
      if (html !== undefined && of !== 'blast-radius') {
        throw new CommandError(EXIT.usage, 'usage', '--html is of the blast radius: leave --of out.');
      }
      const view = await context.api.call(showIncident, { params: { incident } });
      const bytes = await documentOf(context, incident, hashOf(view, of));
      if (save !== undefined) writeNew(save, bytes, PRIVATE);
      const document = JSON.parse(bytes.toString('utf8')) as BlastRadius;
      if (html !== undefined) writeNew(html, blastRadiusPage(document), PRIVATE);
      context.output.result(document, () =>
        of === 'blast-radius'
          ? radiusText(document, html)
          : save === undefined
            ? bytes.toString('utf8').trimEnd()
            : facts({ saved: save, bytes: bytes.length }),
      );
    });

function hashOf({ findings }: IncidentView, of: string): string {
  const named = findings?.document.findings.find((one) => (one as { finding: string }).finding === of);
  if (named) return (named as { evidence: { sha256: string } }).evidence.sha256;
  throw new CommandError(
    EXIT.failed,
    'not-there',
    findings
      ? `The findings have no "${of}": it is not known, or they are of before there was one. See: sluice incidents show.`
      : 'You are shown no findings of this incident, or none are published yet.',
  );
}

/** @throws CommandError `changed` when what came is not what the findings name */
async function documentOf({ api, output }: Context, incident: string, sha256: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let number = 1, parts = 1; number <= parts; number++) {
    if (number > 1) output.progress(`part ${number} of ${parts} ...`);
    const part = await api.call(showEvidence, { params: { incident, sha256, number: String(number) } });
    parts = part.parts;
    pieces.push(Buffer.from(part.bytes, 'base64'));
  }
  const bytes = Buffer.concat(pieces);
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new CommandError(
    EXIT.failed,
    'changed',
    'What came is not what the findings name by its hash. File a report of high severity.',
  );
}
