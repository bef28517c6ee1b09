import { DOCUMENT_KINDS } from '../../core/incident/documents.ts';
import { canonicalJson } from '../../core/ledger/entry.ts';
import { publicKeyPem, signDocument } from '../../core/ledger/note.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import type { Asked } from '../../test/fixtures/both-verifiers.ts';
import { linesOf, type Past, PROGRAM, relinked } from '../../test/fixtures/tampering.ts';

/** What both verifiers are asked, and what each has to answer; found in reviews, one a line. */
export interface Case {
  what: string;
  files: Asked['files'];
  earlier?: Asked['earlier'];
  /** @default the one that signed */
  program?: string;
  holds: 'holds' | 'unsigned' | 'broken';
  says: RegExp;
}

const A = '01KB0000000000000000000000';
const B = '01KB0000000000000000000001';

/** Receipt, certificate and findings of an incident, each resting on the ones before it. */
async function papersOf(past: Pick<Past, 'signer'>, incident = A, program = PROGRAM) {
  const { signer } = past;
  const sign = <T extends object>(kind: keyof typeof DOCUMENT_KINDS, document: T) =>
    signDocument(signer, DOCUMENT_KINDS[kind], { program, incident, ...document });
  const hashOf = ({ note }: { note: string }) => note.split('\n')[2]!.slice('sha256:'.length);
  const receipt = await sign('receipt', { issuedAt: 1, gates: [{ gate: 'collection', lanes: [{ lane: 's/1' }] }] });
  const certificate = await sign('certificate', { receipt: hashOf(receipt), epoch: 2 });
  const closure = { receipt: hashOf(receipt), certificate: hashOf(certificate), epoch: 2 };
  const findings = await sign('findings', {
    closure,
    findings: [{ finding: 'reads', statement: 'Ünïcode', count: 5 }],
  });
  const summary = await sign('summary', { closure, findings: hashOf(findings), established: [] });
  const termination = await sign('termination', { decided: { findings: hashOf(findings), epoch: 2 }, remains: [] });
  const links = { receipt: hashOf(receipt), certificate: hashOf(certificate), findings: hashOf(findings) };
  const named = Object.fromEntries(Object.entries(links).map(([name, document]) => [name, { name: 'x', document }]));
  return {
    receipt,
    certificate,
    findings,
    summary,
    termination,
    answer: { incident: { incident, ...named }, receipt, certificate, findings },
  };
}

export async function casesOf(past: Past): Promise<Case[]> {
  return [...ledgers(past), ...(await documents(past)), ...(await several(past))];
}

/** As release 0.1.0 wrote it. */
const old = (copy: { note: string | undefined; chains: object }) => ({
  format: 'sluice-ledger/1',
  checkpoint: copy.note,
  chains: copy.chains,
});
const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;

/** Chains and their proof. */
function ledgers({ whole, late, copies }: Past): Case[] {
  const chain = 'c0';
  const entries = whole.chains[chain]!;
  const bodies = entries.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  const withChain = (changed: typeof bodies, note = whole.note) =>
    linesOf({ note, chains: { ...whole.chains, [chain]: relinked(chain, changed) } });
  const { [chain]: _, ...others } = whole.chains;
  const rewritten = bodies.with(2, { ...bodies[2], actor: 'nobody' });
  const broken = { holds: 'broken' } as const;
  const unsigned = /not signed: there is no checkpoint in it/;
  return [
    {
      what: 'a ledger',
      files: { f: linesOf(whole) },
      holds: 'holds',
      says: /^ok {5}f: ledger of model-capability, .* checkpoint 8 of/,
    },
    { what: 'a ledger in one object', files: { f: old(whole) }, holds: 'holds', says: /^ok/ },
    {
      what: 'a ledger in one object, indented',
      files: { f: JSON.stringify(old(whole), null, 2) },
      holds: 'holds',
      says: /^ok/,
    },
    {
      what: 'a checkpoint',
      files: { f: whole.note },
      holds: 'holds',
      says: /checkpoint 8 of .*, of model-capability, over \d+ entries/,
    },
    {
      what: 'a ledger that went on',
      files: { f: linesOf(late) },
      holds: 'unsigned',
      says: /^NOTYET f: .*not signed yet: 5 entries/,
    },
    {
      what: 'rewritten from its third entry',
      files: { f: withChain(rewritten) },
      ...broken,
      says: /chain c0 is not the one of the checkpoint at entry \d+/,
    },
    {
      what: 'the last two entries cut',
      files: { f: withChain(bodies.slice(0, -2)) },
      ...broken,
      says: /chain c0 ends before entry \d+ of the checkpoint/,
    },
    {
      what: 'a chain removed',
      files: { f: linesOf({ note: whole.note, chains: others }) },
      ...broken,
      says: /chain c0 ends before entry/,
    },
    { what: 'no chains', files: { f: old({ note: whole.note, chains: {} }) }, ...broken, says: /ends before entry/ },
    {
      what: 'the same without a checkpoint: rewritten',
      files: { f: linesOf({ note: undefined, chains: { [chain]: relinked(chain, rewritten) } }) },
      ...broken,
      says: unsigned,
    },
    {
      what: 'the same without a checkpoint: cut',
      files: { f: linesOf({ note: undefined, chains: { [chain]: entries.slice(0, -2) } }) },
      ...broken,
      says: unsigned,
    },
    {
      what: 'the same without a checkpoint: a chain removed',
      files: { f: linesOf({ note: undefined, chains: others }) },
      ...broken,
      says: unsigned,
    },
    {
      what: 'the same without a checkpoint: no chains',
      files: { f: old({ note: undefined, chains: {} }) },
      ...broken,
      says: unsigned,
    },
    {
      what: 'an older checkpoint',
      files: { f: linesOf({ ...whole, note: copies[5]!.note }) },
      ...broken,
      says: /names checkpoint 8, and this is an older one/,
    },
    {
      what: 'entries forged after the checkpoint',
      files: { f: withChain([...bodies, { kind: 'read', at: 1, actor: 'reader:x' }]) },
      holds: 'unsigned',
      says: /not signed yet: 1 entries \(c0 from \d+\), the oldest of 1970-01-01T00:00:00.001Z, \d+ d old/,
    },
    {
      what: 'a chain forged beside it',
      files: { f: linesOf({ ...whole, chains: { ...whole.chains, x1: relinked('x1', bodies) } }) },
      holds: 'unsigned',
      says: /x1 from 1/,
    },
    {
      what: 'a checkpoint of another program',
      files: { f: whole.note },
      program: 'other',
      ...broken,
      says: /of program model-capability, not of other/,
    },
    {
      what: 'a ledger of another program',
      files: { f: linesOf(whole) },
      program: 'other',
      ...broken,
      says: /checkpoint: of program model-capability, not of other/,
    },
    {
      what: 'a number as long as none needs',
      files: { f: linesOf(whole).with(3, linesOf(whole)[3]!.replace('"chain"', '"at":5.0000000000000000001,"chain"')) },
      ...broken,
      says: /line 4: not canonical: a number/,
    },
    {
      what: 'an entry of a line that is none',
      files: { f: linesOf(whole).with(3, '[]') },
      ...broken,
      says: /line 4: an entry of the ledger is none/,
    },
    { what: 'nothing', files: { f: '' }, ...broken, says: /no signatures/ },
    { what: 'no ledger', files: { f: '{"format":"sluice-ledger/3"}' }, ...broken, says: /nothing signed in it/ },
    { what: 'a list', files: { f: '[]' }, ...broken, says: /no signatures/ },
    { what: 'half a line', files: { f: '{"format":"sluice-ledger/2"' }, ...broken, says: /line 1: no JSON/ },
  ];
}

async function documents(past: Past): Promise<Case[]> {
  const papers = await papersOf(past);
  const { receipt, certificate, findings, summary, termination, answer } = papers;
  const recounted = await signDocument(past.signer, 'findings', { ...findings.document, findings: [] });
  const other = await papersOf(past, B);
  const stranger = await papersOf({ signer: memorySigner(`sluice/${PROGRAM}`) });
  const renamed = await papersOf(past, A, 'other');
  const { note: _, ...unsigned } = findings;
  const text = canonicalJson(receipt);
  const broken = { holds: 'broken' } as const;
  const nested = `{"document":${'['.repeat(200_000)}${']'.repeat(200_000)},"note":"x"}`;
  return [
    {
      what: 'a receipt',
      files: { f: receipt },
      holds: 'holds',
      says: /^ok {5}f: closure-receipt of model-capability, incident 01KB0{22} \(sha256:[0-9a-f]{64}\)$/,
    },
    { what: 'a receipt, indented', files: { f: JSON.stringify(receipt, null, 2) }, holds: 'holds', says: /^ok/ },
    {
      what: 'the proof of an end, beside what it was decided over',
      files: { f: { ...answer, termination }, g: termination },
      holds: 'holds',
      says: /f: .*termination/,
    },
    {
      what: 'findings in place of the proof of an end',
      files: { f: { ...answer, termination: findings } },
      holds: 'broken',
      says: /termination: a findings, and not a termination/,
    },
    {
      what: 'a summary beside what it sums up',
      files: { f: { ...answer, summary } },
      holds: 'holds',
      says: /findings-summary/,
    },
    {
      what: 'a summary of other findings',
      files: { f: { findings: recounted, summary } },
      ...broken,
      says: /findings-summary: rests on another findings/,
    },
    { what: 'an answer with all of it', files: { f: answer }, holds: 'holds', says: /^ok .*\nok .*\nok / },
    {
      what: 'a document that was changed',
      files: { f: { ...receipt, document: { ...receipt.document, issuedAt: 2 } } },
      ...broken,
      says: /the note is about another document/,
    },
    { what: 'a document of another key', files: { f: stranger.receipt }, ...broken, says: /no signature of this key/ },
    {
      what: 'a document of another program',
      files: { f: receipt },
      program: 'other',
      ...broken,
      says: /of program model-capability, not of other/,
    },
    {
      what: 'a document that names another program',
      files: { f: renamed.receipt },
      ...broken,
      says: /of program other, and signed as model-capability/,
    },
    { what: 'a document without its note', files: { f: unsigned }, ...broken, says: /not signed/ },
    {
      what: 'findings that lost their note',
      files: { f: { ...answer, findings: unsigned } },
      ...broken,
      says: /findings: not signed/,
    },
    {
      what: 'findings that are not there',
      files: { f: { ...answer, findings: undefined } },
      ...broken,
      says: /findings: the incident names one, and it is not there/,
    },
    {
      what: 'findings of another incident',
      files: { f: { ...answer, findings: other.findings } },
      ...broken,
      says: /findings: of incident 01KB0{21}1, and not of 01KB0{22}/,
    },
    {
      what: 'findings of another incident, beside nothing that names one',
      files: { f: { receipt, findings: other.findings } },
      ...broken,
      says: /findings: of incident/,
    },
    {
      what: 'a receipt in place of the certificate',
      files: { f: { ...answer, certificate: receipt } },
      ...broken,
      says: /certificate: a closure-receipt, and not a quiescence-certificate/,
    },
    {
      what: 'a document of no known kind',
      files: { f: await signDocument(past.signer, 'letter', receipt.document) },
      ...broken,
      says: /a letter: no such kind is known/,
    },
    {
      what: 'a document where none is expected',
      files: { f: { ...answer, note: undefined, extra: receipt } },
      ...broken,
      says: /extra: no signed document is expected here/,
    },
    {
      what: 'findings in place of the certificate',
      files: { f: { receipt: other.receipt, certificate: (await papersOf(past, B)).findings } },
      ...broken,
      says: /certificate: a findings, and not/,
    },
    {
      what: 'a document with a member twice',
      files: { f: text.replace('"issuedAt":1', '"issuedAt":9,"issuedAt":1') },
      ...broken,
      says: /not canonical: a member twice/,
    },
    {
      what: 'a document with a member twice, spelled in two ways',
      files: { f: text.replace('"issuedAt":1', '"issued\\u0041t":9,"issuedAt":1') },
      ...broken,
      says: /not canonical: a member twice/,
    },
    {
      what: 'a document with a number that is too long',
      files: { f: canonicalJson(findings).replace('"count":5', '"count":5.0000000000000000001') },
      ...broken,
      says: /not canonical: a number/,
    },
    {
      what: 'a document with half a character',
      files: { f: text.replace('"s/1"', '"\\ud800"') },
      ...broken,
      says: /not canonical: half a character/,
    },
    {
      what: 'a document that is nested beyond measure',
      files: { f: nested },
      ...broken,
      says: /nested too deeply|no signatures/,
    },
    {
      what: 'an answer in which nothing is signed',
      files: { f: { incident: { incident: A } } },
      ...broken,
      says: /nothing signed in it/,
    },
    { what: 'no document', files: { f: '{' }, ...broken, says: /no JSON/ },
    { what: 'a key', files: { f: publicKeyPem(past.spki) }, ...broken, says: /no signatures/ },
    {
      what: 'certificate and receipt of one incident',
      files: { a: receipt, b: certificate, c: findings },
      holds: 'holds',
      says: /^ok/,
    },
  ];
}

/** Files of one call, compared with each other and with what was kept. */
async function several(past: Past): Promise<Case[]> {
  const { whole, copies, fork, signer } = past;
  const [own, other] = [await papersOf(past), await papersOf(past, B)];
  const again = await signDocument(signer, DOCUMENT_KINDS.receipt, { ...own.receipt.document, issuedAt: 2 });
  const broken = { holds: 'broken' } as const;
  return [
    {
      what: 'copies of one history',
      files: { ada: linesOf(copies[2]!), ben: linesOf(whole), note: copies[4]!.note },
      holds: 'holds',
      says: /^ok/,
    },
    {
      what: 'a ledger that goes on from a kept checkpoint',
      files: { f: linesOf(whole) },
      earlier: { kept: copies[1]!.note! },
      holds: 'holds',
      says: /^ok/,
    },
    {
      what: 'a ledger under the checkpoint that was kept',
      files: { f: linesOf(whole) },
      earlier: { kept: whole.note! },
      holds: 'holds',
      says: /^ok/,
    },
    {
      what: 'a ledger that goes on from a kept export',
      files: { f: linesOf(whole) },
      earlier: {
        lines: text(linesOf(copies[1]!)),
        header: linesOf(copies[1]!)[0]!,
        one: JSON.stringify(old(copies[1]!)),
      },
      holds: 'holds',
      says: /^ok/,
    },
    {
      what: 'a ledger behind a kept export',
      files: { f: linesOf(copies[3]!) },
      earlier: { kept: text(linesOf(whole)) },
      ...broken,
      says: /behind the earlier checkpoint 8/,
    },
    {
      what: 'a kept export that nothing signs',
      files: { f: linesOf(whole) },
      earlier: { kept: text(linesOf({ ...whole, note: undefined })) },
      ...broken,
      says: /kept: not signed: there is no checkpoint in it/,
    },
    {
      what: 'something else that was kept',
      files: { f: linesOf(whole) },
      earlier: { kept: '{}', piece: '{"format":', list: '[]' },
      ...broken,
      says: /kept: not an export of the ledger/,
    },
    {
      what: 'two readers, two histories',
      files: { ada: linesOf(whole), ben: linesOf(fork.at(-1)!) },
      ...broken,
      says: /ada and ben: two histories: chain \w\d differs at entry \d+/,
    },
    {
      what: 'a ledger behind a kept checkpoint',
      files: { f: linesOf(copies[3]!) },
      earlier: { kept: whole.note! },
      ...broken,
      says: /behind the earlier checkpoint 8/,
    },
    {
      what: 'a ledger of another history than a kept checkpoint',
      files: { f: linesOf(fork.at(-1)!) },
      earlier: { kept: copies[5]!.note! },
      ...broken,
      says: /is not the one of the earlier checkpoint 6 at entry/,
    },
    {
      what: 'documents of two incidents',
      files: { a: own.receipt, b: other.findings },
      ...broken,
      says: /a, b: findings: of incident .*, and not of/,
    },
    {
      what: 'a certificate beside another receipt of its incident',
      files: { a: again, b: own.certificate },
      ...broken,
      says: /quiescence-certificate: rests on another receipt/,
    },
  ];
}
