import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runSluice } from '../test/fixtures/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-preview-'));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { HOME: folder, XDG_CONFIG_HOME: folder, SLUICE_TOKEN: '', SLUICE_API: '' };
const program = join(import.meta.dirname, '../programs/model-capability');
const replay = ['agent', 'preview', '--collector', 'replay', '--recording', join(program, 'session.ndjson')];
const disclosure = ['--disclosure', join(program, 'disclosure.yaml')];

describe('what would be stored', () => {
  test('of a recorded session: by the disclosure, redacted, with nothing planted left, and nothing kept on disk', async () => {
    const before = readdirSync(folder);
    const { code, stdout } = await runSluice([...replay, ...disclosure, '--json'], { env });
    expect(code).toBe(0);
    const { preview, redaction, events, passages } = JSON.parse(stdout);
    expect(events).toHaveLength(preview.kept - redaction.dropped);
    expect(preview.dropped.application).toBeGreaterThan(0);
    const { windows } = JSON.parse(readFileSync(join(program, 'session.script.json'), 'utf8'));
    const planted = windows.flatMap((one: { planted: { value: string }[] }) => one.planted.map(({ value }) => value));
    const text = JSON.stringify(passages);
    expect(planted.filter((value: string) => text.includes(value))).toEqual([]);
    expect(readdirSync(folder)).toEqual(before);
  }, 60_000);

  test('is told to people as a text with its masks', async () => {
    const { stdout } = await runSluice([...replay, ...disclosure], { env });
    expect(stdout).toMatch(/would be sent; nothing was\./);
    expect(stdout).toMatch(/would be stored: redaction drops \d+, and takes out .*PERSON/);
    expect(stdout).toContain('•');
    expect(stdout).not.toContain('Lindqvist');
  }, 60_000);

  test('by a filter of one’s own masks all that is found; and wrong use is said before anything is looked at', async () => {
    const filter = join(folder, 'filter.json');
    const kinds = { message: ['text', 'author'] };
    writeFileSync(
      filter,
      JSON.stringify({ program: 'p', disclosure: '1.0', kinds, applications: { chat: { keys: 'content' } } }),
    );
    const message = { kind: 'message', time: 1, app: 'chat', text: 'mail jane@example.com', author: 'self' };
    const stdin = ['agent', 'preview', '--collector', 'stdin', '--filter', filter, '--json'];
    const { stdout } = await runSluice(stdin, { env, stdin: `${JSON.stringify(message)}\n` });
    expect(JSON.parse(stdout).events).toEqual([{ ...message, text: 'mail [EMAIL]' }]);

    const both = await runSluice([...stdin, ...disclosure], { env });
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('leave out --filter') });
    const none = await runSluice(['agent', 'preview', '--disclosure'], { env });
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a file') });
    rmSync(filter);
  }, 60_000);

  test('of the program in force needs a login', async () => {
    expect(await runSluice([...replay], { env })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('Not logged in'),
    });
  }, 60_000);
});
