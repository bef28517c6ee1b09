import { expect, test } from '@jest/globals';
import { memoryEvidence } from '../ledger/evidence.memory.ts';
import { memorySigner } from '../ledger/signer.memory.ts';
import { DOCUMENT_KINDS, issue, readIssued } from './documents.ts';

async function setup() {
  const parts = { signer: memorySigner('sluice/p'), evidence: memoryEvidence({ now: () => 0 }) };
  const receipt = await issue(parts, 'receipts', 'i-closure', DOCUMENT_KINDS.receipt, { incident: 'i' });
  const other = await issue(parts, 'receipts', 'j-closure', DOCUMENT_KINDS.receipt, { incident: 'j' });
  return { parts, receipt, other };
}

test('what is issued lies under its name and hash as JSON, and is read back as it was signed', async () => {
  const { parts, receipt } = await setup();
  const { link, signed } = receipt;

  expect(link.name).toBe(`receipts/i-closure-${link.sha256}.json`);
  expect(await readIssued(parts, link)).toEqual(signed);
  expect(await readIssued(parts, link, DOCUMENT_KINDS.receipt)).toEqual(signed);
  expect(Buffer.from(await parts.evidence.get(link.name)).toString()).toMatch(/^\{"document":.*\}\n$/);
});

test('a good signature is not enough: another document, and one of another kind, are not the one that is named', async () => {
  const { parts, receipt, other } = await setup();
  const wrong = { reason: 'wrong-document', message: 'the evidence is not the document that is named' };

  const replaced = { ...other.link, document: receipt.link.document };
  await expect(readIssued(parts, replaced, DOCUMENT_KINDS.receipt)).rejects.toMatchObject(wrong);
  await expect(readIssued(parts, receipt.link, DOCUMENT_KINDS.findings)).rejects.toMatchObject(wrong);
});

test('nor is one that another key has signed', async () => {
  const { parts, receipt } = await setup();
  const asked = readIssued({ ...parts, signer: memorySigner('sluice/p') }, receipt.link);
  await expect(asked).rejects.toMatchObject({ reason: 'unknown-key' });
});
