import type { Certainty, DidFinding } from '../who-did/finding.ts';
import type { WhoDid } from '../who-did/who-did.ts';

/** `no`: what they had is sealed, and they used no key, in a log that would have told. */
export type Opened = Certainty | 'no';

const KEY = /^kms:(Decrypt|ReEncrypt)/;
/** What is sealed by itself, so that storage alone opens nothing: rows and bodies of segments, frames. */
const SEALED_READ = /^(dynamodb|s3|kinesis):/;

/** Of reads those that hand out content: a list of names, or a head, is none. */
const CONTENT =
  /^s3:(GetObject|SelectObject|CopyObject|UploadPartCopy)|^dynamodb:(Get|BatchGet|TransactGet)Items?$|^dynamodb:(Query|Scan|GetRecords|Execute)|^kinesis:(GetRecords|SubscribeToShard)$/;

const isRead = ({ finding }: DidFinding): boolean =>
  finding === 'around' || finding === 'read-without-entry' || finding === 'used';
const storesOf = (done: readonly DidFinding[]) =>
  done.filter((one) => isRead(one) && one.actions.some((action) => SEALED_READ.test(action)));
const keysOf = (done: readonly DidFinding[]) =>
  done.filter((one) => isRead(one) && one.actions.some((action) => KEY.test(action)));

/**
 * The same, of somebody who is not alone: a role is taken in sessions of many names, and who holds one half can hand it to who holds the other.
 * @param same what other sessions of the same role did
 * @param others what all others did
 */
export function openedTogether(
  done: readonly DidFinding[],
  did: WhoDid,
  same: readonly DidFinding[],
  others: readonly DidFinding[],
  isClear: (arn: string) => boolean,
): { opened: Opened; why: string } {
  const alone = openedBy(done, did, isClear);
  if (alone.opened === 'proven' || alone.opened === 'likely') return alone;
  const halves = [
    { own: storesOf(done), other: keysOf },
    { own: keysOf(done), other: storesOf },
  ].filter(({ own }) => own.length > 0);
  if (halves.some(({ other }) => other(same).length > 0))
    return { opened: 'likely', why: 'another session of the same role had the other half, storage or key' };
  if (alone.opened === 'unknown') return alone;
  const shared = halves.some(({ own, other }) => other(others).some((two) => own.some((one) => canBeOfOne(one, two))));
  if (shared)
    return {
      opened: 'unknown',
      why: 'somebody else had the other half, storage or key; whether they are one no record says',
    };
  return alone;
}

/** What names nobody can be of anybody. */
const canBeOfOne = ({ subjects: a }: DidFinding, { subjects: b }: DidFinding): boolean =>
  a.length === 0 || b.length === 0 || a.some((one) => b.includes(one));

/**
 * Whether somebody had content in the clear: storage and key, both. What the reader opens it opens itself; what is of no program is not sealed by
 * itself; a copy can be opened later, by somebody else, elsewhere.
 * @param done what they did, of which something came
 */
export function openedBy(
  done: readonly DidFinding[],
  did: WhoDid,
  isClear: (arn: string) => boolean,
): { opened: Opened; why: string } {
  const read = done.filter(isRead);
  const byReader = read.find(({ finding, certainty }) => finding === 'read-without-entry' && certainty === 'proven');
  if (byReader) return { opened: 'proven', why: byReader.why };
  const clear = read.find(
    ({ actions, resources }) => actions.some((one) => CONTENT.test(one)) && resources.some(isClear),
  );
  if (clear) return { opened: 'proven', why: 'what they were handed is not sealed by itself' };
  const [keys, stores] = [keysOf(done), storesOf(done)];
  const elsewhere = elsewhereBy(done);
  const isCovered = (source: string) => !did.unknown.some((one) => one.source === source);
  if (stores.length > 0 && keys.length > 0) {
    const of = new Set(keys.flatMap(({ subjects }) => subjects));
    const named = stores.flatMap(({ subjects }) => subjects);
    if (named.some((one) => of.has(one)))
      return { opened: 'proven', why: 'they had it from where it is stored, and used the key of the same person' };
    return {
      opened: 'likely',
      why: 'they had something from where it is stored, and used a key; which belongs to which no record says',
    };
  }
  if (stores.length > 0) {
    if (read.some(({ finding }) => finding === 'read-without-entry')) {
      return { opened: 'likely', why: 'the reader may have had the key in memory' };
    }
    return isCovered('kms')
      ? (elsewhere ?? { opened: 'no', why: 'what is stored is sealed, and they used no key, in a log that would tell' })
      : { opened: 'unknown', why: 'what is stored is sealed; whether they used a key no log says' };
  }
  if (keys.length > 0) {
    return isCovered('dynamodb') && isCovered('s3')
      ? (elsewhere ?? {
          opened: 'no',
          why: 'they used a key, and had nothing of what is stored, in logs that would tell',
        })
      : { opened: 'unknown', why: 'they used a key; whether they had what is stored no log says' };
  }
  return elsewhere ?? { opened: 'no', why: 'nothing of what they did hands out content' };
}

/** What can have opened it where this log does not look. */
function elsewhereBy(done: readonly DidFinding[]): { opened: Opened; why: string } | undefined {
  if (done.some(({ finding }) => finding === 'copied'))
    return { opened: 'unknown', why: 'it was copied; who reads the copy, the log of where it lies would tell' };
  return done.some(({ finding }) => finding === 'changed' || finding === 'taken')
    ? { opened: 'unknown', why: 'they moved what keeps others out; what was read by it is told apart' }
    : undefined;
}
