import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyId, openNote, publicKeyPem, readPublicKey, signDocument, signNote, verifyDocument } from './note.ts';
import { memorySigner } from './signer.memory.ts';

const signer = memorySigner('sluice/model-capability');
const key = async () => readPublicKey(await signer.publicKey());

describe('signed notes', () => {
  test('the vector of the reference implementation (golang.org/x/mod/sumdb/note, note_test.go) opens', () => {
    const raw = Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1);
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
    const text =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const signature = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
    expect(Buffer.from(keyId('PeterNeumann', spki)).toString('hex')).toBe('c74f20a3');
    expect(openNote(`${text}\n\u2014 PeterNeumann ${signature}\n`, spki)).toEqual({ text, name: 'PeterNeumann' });
  });

  test('what was signed opens; another key, or a changed text, does not', async () => {
    const note = await signNote(signer, 'one line\nand another\n');
    expect(openNote(note, await key())).toEqual({ text: 'one line\nand another\n', name: signer.name });
    const other = readPublicKey(await memorySigner(signer.name).publicKey());
    const unknown = { reason: 'unknown-key', message: 'no signature of this key' };
    expect(() => openNote(note, other)).toThrow(expect.objectContaining(unknown));
    const changed = note.replace('another', 'an0ther');
    const spki = await key();
    const bad = { reason: 'bad-signature', message: `the signature of ${signer.name} does not fit the text` };
    expect(() => openNote(changed, spki)).toThrow(expect.objectContaining(bad));
  });

  test('signatures of other keys beside ours are skipped', async () => {
    const text = 'text\n';
    const witness = memorySigner('witness.example/w1');
    const note = (await signNote(witness, text)) + (await signNote(signer, text)).slice(text.length + 1);
    expect(openNote(note, await key()).name).toBe(signer.name);
    expect(openNote(note, readPublicKey(await witness.publicKey())).name).toBe('witness.example/w1');
  });

  test('a text that holds an empty line is cut at the last one', async () => {
    const text = 'a\n\n\u2014 not/a-signature AAAA\n';
    const note = await signNote(signer, text);
    expect(openNote(note, await key()).text).toBe(text);
  });

  test('a text is signed as UTF-8, and may be no more than an empty line', async () => {
    for (const text of ['\n', 'Ünïcode \u{1f600}\n']) {
      const note = await signNote(signer, text);
      expect(openNote(note, await key()).text).toBe(text);
      const signature = Buffer.from(note.trimEnd().split(' ').at(-1)!, 'base64').subarray(4);
      const object = createPublicKey(publicKeyPem(await key()));
      expect(verify(null, new TextEncoder().encode(text), object, signature)).toBe(true);
    }
  });

  test.each([
    ['no signature', 'no signatures', 'text\n'],
    ['no newline at the end', 'no signatures', 'text\n\n\u2014 a AAAA'],
    ['junk after it', 'a line after the text is no signature', 'text\n\njunk\n'],
    ['a signature without a name', 'a line after the text is no signature', 'text\n\n\u2014  AAAA\n'],
    ['a name without a signature', 'a line after the text is no signature', 'text\n\n\u2014 a \n'],
  ])('malformed: %s', async (_, message, note) => {
    const spki = await key();
    expect(() => openNote(note, spki)).toThrow(expect.objectContaining({ reason: 'malformed-note', message }));
  });

  test('no flipped bit of a note opens as another text', async () => {
    const spki = await key();
    const note = Buffer.from(await signNote(signer, 'the text of a note\n'));
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const flipped = Buffer.from(note);
        flipped[at]! ^= 1 << bit;
        try {
          expect(openNote(flipped.toString('utf8'), spki).text).toBe('the text of a note\n');
        } catch (error) {
          expect(['malformed-note', 'unknown-key', 'bad-signature']).toContain((error as { reason?: string }).reason);
        }
      }),
    );
  });

  test('keys are read from PEM and DER; others are refused', async () => {
    const spki = await key();
    expect(Buffer.from(readPublicKey(publicKeyPem(spki)))).toEqual(Buffer.from(spki));
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string;
    const bad = (message: string) => expect.objectContaining({ reason: 'bad-key', message });
    expect(() => readPublicKey(pem)).toThrow(bad('not an Ed25519 public key'));
    const x25519 = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' });
    expect(() => readPublicKey(x25519)).toThrow(bad('not an Ed25519 public key'));
    for (const none of ['nonsense', Buffer.of(1)]) expect(() => readPublicKey(none)).toThrow(bad('not a public key'));
    const cause = expect.objectContaining({ cause: expect.anything() });
    expect(() => readPublicKey('nonsense')).toThrow(cause);
  });
});

describe('signed documents', () => {
  test('origin, kind and hash of what was signed; the order of members does not matter', async () => {
    const signed = await signDocument(signer, 'closure-receipt', { b: 1, a: [true] });
    const again = JSON.parse(JSON.stringify({ document: { a: [true], b: 1 }, note: signed.note }));
    expect(verifyDocument(again, await key())).toMatchObject({ origin: signer.name, kind: 'closure-receipt' });
  });

  test('a changed document is named', async () => {
    const signed = await signDocument(signer, 'closure-receipt', { epoch: 2 });
    const spki = await key();
    expect(() => verifyDocument({ ...signed, document: { epoch: 3 } }, spki)).toThrow(
      expect.objectContaining({ reason: 'wrong-document', message: 'the note is about another document' }),
    );
  });

  test('a note about something else is no document', async () => {
    const spki = await key();
    for (const text of [
      'sluice/model-capability\n',
      'other\nkind\nsha256:00\n',
      'sluice/model-capability\nk\nsha256:00\nmore\n',
      'sluice/model-capability\nk\nsha256:00\n\n',
      'sluice/model-capability\nk\n',
      'sluice/model-capability\n\nsha256:00\n',
    ]) {
      const note = await signNote(signer, text);
      expect(() => verifyDocument({ document: {}, note }, spki)).toThrow(
        expect.objectContaining({ reason: 'malformed-note', message: 'the note is not one about a document' }),
      );
    }
  });
});
