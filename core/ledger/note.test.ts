import { generateKeyPairSync } from 'node:crypto';
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
    expect(() => openNote(note, other)).toThrow(expect.objectContaining({ reason: 'unknown-key' }));
    const changed = note.replace('another', 'an0ther');
    const spki = await key();
    expect(() => openNote(changed, spki)).toThrow(expect.objectContaining({ reason: 'bad-signature' }));
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

  test.each([
    ['no signature', 'text\n'],
    ['no newline at the end', 'text\n\n\u2014 a AAAA'],
    ['junk after it', 'text\n\njunk\n'],
  ])('malformed: %s', async (_, note) => {
    const spki = await key();
    expect(() => openNote(note, spki)).toThrow(expect.objectContaining({ reason: 'malformed-note' }));
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
    expect(() => readPublicKey(pem)).toThrow(expect.objectContaining({ reason: 'bad-key' }));
    expect(() => readPublicKey('nonsense')).toThrow(expect.objectContaining({ reason: 'bad-key' }));
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
      expect.objectContaining({ reason: 'wrong-document' }),
    );
  });

  test('a note about something else is no document', async () => {
    const spki = await key();
    for (const text of [
      'sluice/model-capability\n',
      'other\nkind\nsha256:00\n',
      'sluice/model-capability\nk\nsha256:00\nmore\n',
    ]) {
      const note = await signNote(signer, text);
      expect(() => verifyDocument({ document: {}, note }, spki)).toThrow(
        expect.objectContaining({ reason: 'malformed-note' }),
      );
    }
  });
});
