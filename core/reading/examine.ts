import type { Redactor } from '../../redaction/redactor.ts';
import type { Event } from '../../wire/event.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import { type ReadOrder, type ReadParts, readSegment } from './read.ts';

export interface ExamineParts extends ReadParts {
  /** Of today. */
  detectors: Pick<Redactor, 'redactFrames'>;
}

export interface Examined {
  /** Where the read stands in the ledger. */
  receipt: EntryReceipt;
  /** That were looked at. */
  events: number;
  /** Values by type: what should not be there; and what the disclosure lets stay. */
  found: Record<string, number>;
  kept: Record<string, number>;
}

/**
 * What today's detectors would find in what was stored. It is a read, by the one door that there is: gate, purpose, grant, cool-off and entry as
 * ever. Of what was opened nothing but numbers by type leaves.
 * @throws Refused with a `ReadRefusal`
 */
export async function examineSegment(parts: ExamineParts, order: ReadOrder): Promise<Examined> {
  const { lines, receipt } = await readSegment(parts, order);
  const events = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
  const [frame] = parts.detectors.redactFrames([{ device: '', number: 1, events }], order.subject);
  const { actions } = parts.disclosure.redaction;
  const [found, kept]: [Record<string, number>, Record<string, number>] = [{}, {}];
  for (const [type, count] of Object.entries(frame!.found)) {
    if (count > 0) (actions[type as keyof typeof actions] === 'keep' ? kept : found)[type] = count;
  }
  return { receipt, events: events.length, found, kept };
}
