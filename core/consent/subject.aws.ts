import { type Item, number, text } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import type { ConsentRow } from './consent-store.ts';
import type { ReplayWindow, SubjectState } from './subject.ts';

const STATES: ReadonlySet<string> = new Set<SubjectState>(['enrolled', 'live', 'withdrawn', 'erased']);

/** The row `item` = `state` of `Subjects`. @throws SluiceError when it is not one: fail closed */
export function parseSubject(item: Item): ConsentRow {
  const [subject, state, keyId] = [text(item, 'subject'), text(item, 'state'), text(item, 'keyId')];
  const [serial, disclosure] = [text(item, 'serial'), text(item, 'disclosure')];
  const [revision, enrolledAt] = [number(item, 'revision'), number(item, 'enrolledAt')];
  if (
    !subject ||
    !state ||
    !STATES.has(state) ||
    !keyId ||
    serial === undefined ||
    disclosure === undefined ||
    revision === undefined ||
    enrolledAt === undefined
  ) {
    throw new SluiceError("a subject's row cannot be read");
  }
  const row: ConsentRow = {
    subject,
    state: state as SubjectState,
    serial,
    disclosure,
    keyId,
    windows: parseWindows(item.windows?.M ?? {}),
    revision,
    enrolledAt,
  };
  for (const name of ['consentedAt', 'withdrawnAt', 'erasedAt'] as const) {
    const at = number(item, name);
    if (at !== undefined) row[name] = at;
  }
  return row;
}

function parseWindows(windows: Item): Record<string, ReplayWindow> {
  const parsed: Record<string, ReplayWindow> = {};
  for (const [device, { M }] of Object.entries(windows)) {
    const [high, seen] = [M?.high?.N, M?.seen?.N];
    if (high === undefined || seen === undefined) throw new SluiceError('a replay window cannot be read');
    parsed[device] = { high: Number(high), seen: BigInt(seen) };
  }
  return parsed;
}
