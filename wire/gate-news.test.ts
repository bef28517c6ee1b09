import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type GateNews, type NewsReader, newsToSign, readNews, signedNews } from './gate-news.ts';

const keys = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { key: publicKey.export({ format: 'der', type: 'spki' }), privateKey };
};
const ours = keys();
const reader: NewsReader = { key: ours.key, program: 'sample', stage: 'dev' };
const NEWS: GateNews = {
  ...{ v: 1, program: 'sample', stage: 'dev', gate: 'collection' },
  ...{ state: 'closed', epoch: 7, at: 1_764_028_800_000, spread: 5 },
};
const signed = (text: string, key: KeyObject = ours.privateKey) => signedNews(text, sign(null, Buffer.from(text), key));
const message = (news: GateNews = NEWS) => signed(newsToSign(news));
/** Whatever it says, under a good signature. */
const saying = (payload: string, header = message().split('.')[0]!) =>
  signed(`${header}.${Buffer.from(payload).toString('base64url')}`);

const anyNews: fc.Arbitrary<GateNews> = fc.record({
  v: fc.constant(1 as const),
  program: fc.constant('sample'),
  stage: fc.constant('dev'),
  gate: fc.constant('collection' as const),
  state: fc.constantFrom('open' as const, 'closed' as const),
  epoch: fc.integer({ min: 1, max: 2 ** 31 }),
  at: fc.integer({ min: 0, max: 2 ** 31 }),
  spread: fc.integer({ min: 0, max: 3600 }),
});

test('what was signed is read as it was told', () => {
  fc.assert(
    fc.property(anyNews, (news) => {
      expect(readNews(message(news), reader)).toEqual({ news });
      expect(readNews(Buffer.from(message(news)), reader)).toEqual({ news });
    }),
  );
});

test('one character that is another makes it nobody’s', () => {
  const good = message();
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.constantFrom('A', 'b', '9', '_', '.', ' ', '\u0000'), (at, other) => {
      fc.pre(good[at] !== other);
      const bad = good.slice(0, at) + other + good.slice(at + 1);
      // The last character of a signature has bits that nobody reads.
      fc.pre(
        !Buffer.from(bad.split('.')[2] ?? '', 'base64url').equals(Buffer.from(good.split('.')[2]!, 'base64url')) ||
          at < good.lastIndexOf('.'),
      );
      expect(readNews(bad, reader)).toHaveProperty('fault');
    }),
    { numRuns: 500 },
  );
});

test('whatever comes, nothing is thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 4096 })), (bytes) => {
      expect(readNews(bytes, reader)).toEqual({ fault: 'malformed' });
    }),
  );
});

test.each([
  ['by another key', signed(newsToSign(NEWS), keys().privateKey), 'forged'],
  ['another program’s', message({ ...NEWS, program: 'other' }), 'another-program'],
  ['another stage’s', message({ ...NEWS, stage: 'prod' }), 'another-program'],
  ['of a later version', saying(JSON.stringify({ ...NEWS, v: 2 })), 'unknown-version'],
  ['of no version', saying('{}'), 'unknown-version'],
  ['no JSON', saying('{'), 'unknown-version'],
  ['with a member more', saying(JSON.stringify({ ...NEWS, more: 1 })), 'malformed'],
  ['with a member less', saying(JSON.stringify({ ...NEWS, spread: undefined })), 'malformed'],
  ['in another order', saying(JSON.stringify(Object.fromEntries(Object.entries(NEWS).reverse()))), 'malformed'],
  ['with a member twice', saying(JSON.stringify(NEWS).replace('{', '{"v":1,')), 'malformed'],
  ['with blanks', saying(JSON.stringify(NEWS, null, 1)), 'malformed'],
  ['of the reading gate', saying(JSON.stringify({ ...NEWS, gate: 'reading' })), 'malformed'],
  ['of epoch 0', saying(JSON.stringify({ ...NEWS, epoch: 0 })), 'malformed'],
  [
    'under a header of another',
    saying(JSON.stringify(NEWS), Buffer.from('{"alg":"none"}').toString('base64url')),
    'malformed',
  ],
  ['without a signature', message().replace(/\.[^.]*$/, '.'), 'malformed'],
  ['of four parts', `${message()}.x`, 'malformed'],
  ['too long', message() + 'A'.repeat(4000), 'malformed'],
  ['empty, as who clears a retained message', '', 'malformed'],
])('one %s says nothing', (_name, bad, fault) => {
  expect(readNews(bad, reader)).toEqual({ fault });
});

test('a key that is none, or of another kind, verifies nothing', () => {
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' });
  for (const key of [Buffer.alloc(0), Buffer.alloc(44, 1), p256]) {
    expect(readNews(message(), { ...reader, key })).toEqual({ fault: 'forged' });
  }
});

test('what no reader would take is not signed', () => {
  expect(() => newsToSign({ ...NEWS, epoch: 0 })).toThrow();
  expect(() => newsToSign({ ...NEWS, state: 'closing' as never })).toThrow();
});
