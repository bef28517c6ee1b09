import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pictureOf, rowsOf } from './picture.ts';
import { fileOf, pictureOfScreen, run, SCREENS } from './screens.ts';
import { alarmsOfAProgram, type Service, startService } from './service.ts';

/** A child process on a busy machine. */
const DEADLINE = 120_000;

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

describe.each(SCREENS)('sluice $args', (screen) => {
  test(
    'runs, and is what its picture shows: npm run screens',
    async () => {
      const { text, code } = await run(screen, service.url);

      expect({ text, code }).toEqual({ text: expect.stringMatching(/\S/), code: screen.code ?? 0 });
      const picture = readFileSync(fileOf(screen), 'utf8');
      if (screen.fixed) expect(picture).toBe(pictureOfScreen(screen, text));
      else expect(picture).toContain(`<title>sluice ${screen.args.replaceAll('>', '&gt;')}</title>`);
    },
    DEADLINE,
  );
});

test('the picture of alarms shows as many as there are: npm run screens', () => {
  expect(readFileSync('docs/screens/alarms.svg', 'utf8')).toContain(`${alarmsOfAProgram() - 1} alarms are in order`);
});

test('each picture is on the page of people, and is of a command that is run', () => {
  const page = readFileSync('docs/people.md', 'utf8');
  const shown = [...page.matchAll(/\]\((screens\/[\w-]+\.svg)\)/g)].map(([, file]) => `docs/${file}`);

  expect(shown.sort()).toEqual(SCREENS.map(fileOf).sort());
  expect(
    readdirSync('docs/screens')
      .map((file) => `docs/screens/${file}`)
      .sort(),
  ).toEqual(shown);
  expect(shown.filter((file) => !existsSync(file))).toEqual([]);
});

test('a picture breaks lines as a terminal does, says how many are below, and shows signs as signs', () => {
  const picture = pictureOf('sluice x', `${'a'.repeat(81)}\n<b> & c\nlast\n`, 3);

  expect(rowsOf(`${'a'.repeat(81)}\n\nb`)).toEqual(['a'.repeat(80), 'a', '', 'b']);
  expect(picture).toContain('&lt;b&gt; &amp; c');
  expect(picture).toContain('[1 more lines]');
  expect(picture).not.toContain('last');
});
