import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sampleModel } from '../test/fixtures/onnx-model.ts';
import { redact, redactCommand } from './redact.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redact-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

class Sink extends Writable {
  text = '';
  waiting = 0;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.waiting++;
    setImmediate(done);
  }
}

async function command(input: string | Buffer, ...args: string[]) {
  const stdout = new Sink();
  let err = '';
  let code = -1;
  await redactCommand({
    stdin: Readable.from([Buffer.from(input)]),
    stdout,
    err: (text) => {
      err += text;
    },
    exit: (c) => {
      code = c;
    },
  }).parseAsync(args, { from: 'user' });
  await new Promise((resolve) => stdout.end(resolve));
  return { out: stdout.text, err, code };
}

describe('sluice redact', () => {
  test('text', async () => {
    expect(await command('mail a@b.com\n')).toEqual({ out: 'mail [EMAIL]\n', err: '', code: 0 });
  });

  test('sentences without a value in them stay, unless they are asked for', async () => {
    const text = 'The report is ready. He has joined the trade union and pays its dues.\n';

    const [plain, asked] = [await command(text), await command(text, '--sentences')];

    expect(plain.out).toBe(text);
    expect(asked.out).toBe('The report is ready. [UNION].\n');
  });

  test('records as spans', async () => {
    const { out, code } = await command('{"id":"x","text":"mail a@b.com"}\n', '--spans');
    expect([out, code]).toEqual(['{"id":"x","spans":[{"start":5,"end":12,"type":"EMAIL"}]}\n', 0]);
  });

  test('a directory of people', async () => {
    const file = join(folder, 'directory.ndjson');
    writeFileSync(file, '["Qwerty Zorblax","qzorblax"]\n');
    expect((await command('ask qzorblax\n', '--directory', file)).out).toBe('ask [DIRECTORY]\n');
  });

  test('an evaluation, for people and for programs', async () => {
    const file = join(folder, 'gold.ndjson');
    writeFileSync(file, '{"id":"1","text":"mail a@b.com","spans":[{"start":5,"end":12,"type":"MAIL"}]}\n');
    expect((await command('', '--evaluate', file)).out).toMatch(/^F2 +1$/m);
    expect((await command('', '--evaluate', file)).out).toMatch(/^MAIL +1 +1\.0000 +0\.0000$/m);
    expect(JSON.parse((await command('', '--evaluate', file, '--json')).out)).toMatchObject({ recall: 1, leakRate: 0 });
  });

  test('an evaluation by language and kind, with and without a deep pass', async () => {
    const file = join(folder, 'parts.ndjson');
    const texts = [
      { text: 'der zorblax ist voll, bitte a@b.com schreiben', spans: ['zorblax', 'a@b.com'], kind: 'mail' },
      { text: 'nothing to see here, please', spans: [], kind: 'chat', language: 'en' },
    ];
    const lines = texts.map(({ text, spans, ...rest }, i) => {
      const found = spans.map((one) => ({ start: text.indexOf(one), end: text.indexOf(one) + one.length, type: 'X' }));
      return JSON.stringify({ id: `${i}`, text, spans: found, ...rest });
    });
    writeFileSync(file, `${lines.join('\n')}\n`);
    const model = join(folder, 'small');
    mkdirSync(model);
    for (const [name, bytes] of Object.entries(sampleModel(['zorblax']))) writeFileSync(join(model, name), bytes);

    const { out, code } = await command('', '--evaluate', file, '--deep', model, '--json');

    const result = JSON.parse(out);
    expect(code).toBe(0);
    expect(result.perLanguage).toMatchObject({ de: { samples: 1, spans: 2, leak: 0.5 }, en: { samples: 1, clean: 0 } });
    expect(result.perKind).toMatchObject({ mail: { leak: 0.5 }, chat: { spans: 0 } });
    expect(result.deepPass).toMatchObject({ leakRate: 0, perLanguage: { de: { leak: 0, precision: 1 } } });
    const table = (await command('', '--evaluate', file, '--deep', model)).out;
    expect(table).toMatch(/^leakRate +0\.5, with the deep pass 0$/m);
    expect(table).toMatch(/^\+ deep +1 +2 +1\.0000/m);
    expect((await command('x', '--deep', model)).err).toContain('--deep needs --evaluate');
  });

  test('bad input is named by line, without content; a missing file is a usage error', async () => {
    expect(await command('{"id":1,"text":"ok"}\n{"secret":"a@b.com"}\n', '--format', 'ndjson')).toMatchObject({
      err: 'sluice redact: line 2 is not {"id","text"} as JSON\n',
      code: 1,
    });
    expect(await command('', '--evaluate', join(folder, 'none'))).toMatchObject({
      err: `sluice redact: ${join(folder, 'none')} cannot be read (ENOENT).\n`,
      code: 2,
    });
  });

  test('waits for a slow reader', async () => {
    const sink = new Sink({ highWaterMark: 1 });
    await redact(Readable.from([Buffer.from('word a@b.com\n'.repeat(40_000))]), sink);
    expect(sink.writableLength).toBeLessThan(200_000);
    await new Promise((resolve) => sink.end(resolve));
    expect(sink.text).toBe('word [EMAIL]\n'.repeat(40_000));
  });

  test('an output that breaks ends it', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('gone')) });
    await expect(redact(Readable.from([Buffer.from('a '.repeat(200_000))]), broken)).rejects.toThrow(
      'the output cannot be written',
    );
  });
});

describe('what is not UTF-8', () => {
  const refused = 'sluice redact: the input is not UTF-8 text. Convert it first, e.g. iconv -f UTF-16 -t UTF-8\n';
  const text = 'card 4929 1234 5678 9015';
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

  test.each([
    ['UTF-16, little-endian', Buffer.from(text, 'utf16le')],
    ['UTF-16, little-endian, marked', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big-endian', swapped(Buffer.from(text, 'utf16le'))],
    ['UTF-16, big-endian, marked', swapped(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
  ])('%s is refused: no detector would find anything in it', async (_, bytes) => {
    expect(await command(bytes)).toEqual({ out: '', err: refused, code: 1 });
  });

  test('a mark before UTF-8 is no part of the first record', async () => {
    const { out } = await command('\uFEFF{"id":"x","text":"mail a@b.com"}\n');

    expect(out).toBe('{"id":"x","text":"mail [EMAIL]"}\n');
  });

  test('single bytes of another encoding are replaced, and what is around them is found', async () => {
    expect((await command(Buffer.from('M\xfcller, mail a@b.com', 'latin1'))).out).toContain('[EMAIL]');
  });
});
