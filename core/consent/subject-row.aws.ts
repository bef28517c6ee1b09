import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SUBJECT_STATES } from '../../api/words.ts';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { optional, readText, readTexts, readWhole, Unreadable } from '../shared/item.aws.ts';
import type { ConsentRow } from './consent-store.ts';
import { epochsOf, epochsText } from './epoch-window.ts';
import type { DeviceWindow, ReplayWindows, SubjectRow, SubjectState } from './subject.ts';
import { type Trims, trimsOf } from './trims.ts';

/** The row `item` = `state` of `Subjects`: the only code that reads it. */

/** Sort key of a subject's main row. */
export const STATE = 'state';

/** Attribute with the ids of keys of earlier erasures. */
export const ERASED_KEYS = 'erasedKeys';

/** Attribute with the spans that are trimmed. */
export const TRIMS = 'trims';

const LARGEST_SEEN = 2n ** 64n - 1n;

/** What a commit needs of it. @throws Unreadable when it is not such a row: fail closed */
export function decodeSubject(item: Item): SubjectRow {
  const [state, keyId] = [readText(item, 'state'), readText(item, 'keyId')];
  if (!SUBJECT_STATES.includes(state as SubjectState)) throw new Unreadable('state is none that a subject can be in');
  if (keyId === '') throw new Unreadable('keyId is empty');
  const without = optional(item, 'without', readTexts);
  return {
    subject: readText(item, 'subject'),
    state: state as SubjectState,
    serial: readText(item, 'serial'),
    disclosure: readText(item, 'disclosure'),
    keyId,
    ...(without && { without: without.toSorted() }),
    windows: decodeWindows(item.windows),
    revision: readWhole(item, 'revision'),
  };
}

/** What the control plane needs of it, too. @throws Unreadable */
export function decodeConsent(item: Item): ConsentRow {
  const row: ConsentRow = { ...decodeSubject(item), enrolledAt: readWhole(item, 'enrolledAt') };
  for (const name of [
    'consentedAt',
    'withdrawnAt',
    'revokedAt',
    'pausedAt',
    'pausedUntil',
    'erasedAt',
    'consentDay',
    'consents',
    'trimDay',
    'trimmed',
  ] as const) {
    const at = optional(item, name, readWhole);
    if (at !== undefined) row[name] = at;
  }
  const language = optional(item, 'language', readText);
  if (language !== undefined) row.language = language;
  const enrolments = optional(item, 'enrolments', readWhole);
  if (enrolments !== undefined) row.enrolments = enrolments;
  const erasedKeys = optional(item, ERASED_KEYS, readTexts);
  if (erasedKeys) row.erasedKeys = erasedKeys;
  const trims = optional(item, TRIMS, readTrims);
  if (trims) row.trims = trims;
  return row;
}

/** @throws Unreadable */
export function readTrims(item: Item, name: string): Trims {
  const trims = trimsOf(readText(item, name));
  if (!trims) throw new Unreadable(`${name} cannot be read`);
  return trims;
}

function decodeWindows(windows: AttributeValue | undefined): ReplayWindows {
  if (!windows?.M) throw new Unreadable('windows cannot be read');
  // The SDK's maps have no prototype, so that any name is only a name.
  return new Map(Object.entries(windows.M).map(([device, { M }]) => [device, decodeWindow(M)]));
}

function decodeWindow(window: Item = {}): DeviceWindow {
  const seen = String(window.seen?.N);
  if (!/^\d{1,20}$/.test(seen)) throw new Unreadable('a replay window cannot be read');
  if (BigInt(seen) > LARGEST_SEEN) throw new Unreadable('a replay window has 64 bits');
  const told = optional(window, 'epochs', readText);
  const epochs = told === undefined ? undefined : epochsOf(told);
  if (told !== undefined && !epochs) throw new Unreadable('the windows of starts cannot be read');
  const closed = optional(window, 'closed', readWhole);
  return {
    ...{ high: readWhole(window, 'high'), seen: BigInt(seen) },
    ...(epochs && { epochs }),
    ...(closed !== undefined && { closed }),
  };
}

export const encodeWindow = ({ high, seen, epochs, closed }: DeviceWindow): AttributeValue => ({
  M: {
    ...{ high: N(high), seen: N(seen) },
    ...(epochs && { epochs: S(epochsText(epochs)) }),
    ...(closed !== undefined && { closed: N(closed) }),
  },
});
