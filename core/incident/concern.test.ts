import { describe, expect, test } from '@jest/globals';
import { createProgram, EMPLOYEES, HOUR, IVAN, type Program, refusal } from '../../test/fixtures/program.ts';
import { click } from '../../test/fixtures/world.ts';
import { listForPurpose, listOwn } from '../reading/list.ts';
import { OWN_DATA } from '../reading/reading.ts';
import { concernIn } from './concern.ts';

/** Two people whose records lie in the window of an incident, one of whom was read, and one who came to it with nothing. */
async function setup() {
  const program = createProgram();
  for (const name of ['ada', 'grace']) {
    const agent = await program.join(name);
    agent.capture(click(1) as never);
    await agent.flush();
  }
  await program.enrol('emil');
  await program.deliver();
  program.time.now += program.disclosure.coolOffHours * HOUR;
  await program.give(IVAN.sub);
  const [row] = [...program.index.values()].filter(({ subject }) => subject === 'ada');
  await program.read(row!);
  await program.read(row!, { reader: 'ada', groups: EMPLOYEES, purpose: OWN_DATA });
  const from = program.time.now - 40 * 24 * HOUR;
  return { program, row: row!, from };
}
const report = async (program: Program, severity: 'high' | 'low' = 'high') =>
  (await program.report(severity)).incident.incident;
const parts = ({ parts: { store, disclosure }, readParts: { records, ledger } }: Program) => ({
  ...{ store, disclosure, records },
  ledger: ledger as Program['ledger'],
});
const of = (program: Program, id: string, subject: string, groups = EMPLOYEES) =>
  concernIn(parts(program), id, { subject, groups });

describe('what an incident has to do with somebody', () => {
  test('is how much of theirs is in its time and who of others read it; of others it is nothing', async () => {
    const { program, row } = await setup();
    const id = await report(program);

    const [ada, grace, emil] = await Promise.all(['ada', 'grace', 'emil'].map((who) => of(program, id, who)));
    expect(ada).toMatchObject({
      concerned: true,
      reads: { count: 1, newest: [{ reader: IVAN.sub, segment: row.segment }] },
    });
    expect(JSON.stringify(ada)).not.toContain('grace');
    expect(grace!.reads).toEqual({ count: 0, newest: [], everybody: 0 });
    expect(emil).toMatchObject({ concerned: false, stored: { segments: 0, events: 0 } });
  });

  test('is how often theirs was read into a data set since its time began, and of nobody else’s', async () => {
    const { program } = await setup();
    const id = await report(program);
    const slice = { at: program.time.now, kind: 'export', actor: `reader:${IVAN.sub}`, subject: 'emil' } as const;
    await (program.ledger as Program['ledger']).append({
      ...slice,
      detail: { export: 'e', step: 'slice', segments: 3 },
    });
    expect(await of(program, id, 'emil')).toMatchObject({ concerned: true, reads: { count: 0, exported: 1 } });
    expect((await of(program, id, 'ada')).reads).not.toHaveProperty('exported');
  });

  test('is who looked at when they were recorded, and lists of everybody, in which they may have stood', async () => {
    const { program, from } = await setup();
    const ivan = { sub: IVAN.sub, pseudonym: 'ivan', groups: IVAN.groups };
    const span = { from, to: program.time.now, limit: 10 };
    const list = (query: object) =>
      listForPurpose(program.readParts, ivan, {
        ...{ purpose: Object.keys(program.disclosure.purposes)[0]!, reason: 'sample of the week' },
        query: { ...span, ...query },
      });
    await list({});
    await list({ subject: 'ada' });
    await listOwn(program.readParts, { ...ivan, pseudonym: 'ada' }, span);
    const id = await report(program);

    expect((await of(program, id, 'ada')).reads).toMatchObject({ listed: 1, everybody: 1 });
    expect((await of(program, id, 'emil')).reads).toEqual({ count: 0, newest: [], everybody: 1 });
    expect((await of(program, id, 'emil')).concerned).toBe(false);
  });

  test('is told while the gates are closed: nothing is opened, and no entry is written', async () => {
    const { program } = await setup();
    const agent = await program.join('linus');
    agent.capture(click(2, 'editor', program.time.now) as never);
    await agent.flush();
    await program.deliver();
    const id = await report(program);
    const before = (await program.entries()).length;

    const { stored, stood } = await of(program, id, 'linus');
    expect(stored).toMatchObject({ segments: 1, events: 1 });
    expect(stood).toEqual({ from: program.time.now });
    expect((await program.entries()).length).toBe(before);
  });

  test('reads of what was stored in the window are in it whenever they were', async () => {
    const { program } = await setup();
    const agent = await program.join('linus');
    agent.capture(click(2, 'editor', program.time.now) as never);
    await agent.flush();
    await program.deliver();
    const id = await report(program, 'low');
    await program.workflow(id).catch(() => undefined);
    program.time.now += program.disclosure.coolOffHours * HOUR;
    await program.give(IVAN.sub);
    await program.read([...program.index.values()].find(({ subject }) => subject === 'linus')!);
    expect((await of(program, id, 'linus')).reads.count).toBe(1);
  });

  test('is told to who left the groups of the program as well, where it is about them; to strangers it is not there', async () => {
    const { program } = await setup();
    const id = await report(program);
    expect(await of(program, id, 'ada', [])).toMatchObject({ concerned: true });
    expect(await refusal(of(program, id, 'emil', []))).toBe('not-found');
  });

  test('is not there before it is told to anybody', async () => {
    const { program } = await setup();
    expect(await refusal(of(program, await report(program, 'low'), 'ada'))).toBe('not-found');
    expect(await refusal(of(program, '01KB5DBJH0000000000000000A', 'ada'))).toBe('not-found');
  });
});
