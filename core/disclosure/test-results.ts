import * as z from 'zod';

/** What a run of the tests said of each, in Jest's JSON (`npm test -- --json --outputFile=FILE`). */

const results = z.looseObject({
  testResults: z.array(
    z.looseObject({
      /** Path of the file. */
      name: z.string(),
      assertionResults: z.array(z.looseObject({ title: z.string(), status: z.string() })),
    }),
  ),
});
export type TestResults = z.output<typeof results>;

/** `absent`: no test of that name ran, in none of the files. */
export type TestOutcome = 'passed' | 'failed' | 'skipped' | 'absent';

/** @throws z.ZodError where it is nothing of Jest's */
export const parseTestResults = (text: string): TestResults => results.parse(JSON.parse(text));

/**
 * Of each test that is named: passed, where it ran under its name at least once and passed each time. Whatever is neither passed nor failed was
 * not run to its end.
 * @param place `file: title`, with the placeholders of `test.each`
 */
export function outcomeOf(place: string, { testResults }: TestResults): TestOutcome {
  const at = place.indexOf(': ');
  const [file, title] = [place.slice(0, at), titled(place.slice(at + 2))];
  const found = testResults
    .filter(({ name }) => name.replaceAll('\\', '/').endsWith(`/${file}`) || name === file)
    .flatMap(({ assertionResults }) => assertionResults.filter((one) => title.test(one.title)));
  if (found.length === 0) return 'absent';
  if (found.some(({ status }) => status === 'failed')) return 'failed';
  return found.every(({ status }) => status === 'passed') ? 'passed' : 'skipped';
}

/** A title as it was printed: what stands for a value is any. */
const titled = (title: string): RegExp =>
  new RegExp(
    `^${title
      .split(/%[psdifjoc#$]|\$\w+/)
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('[\\s\\S]*')}$`,
  );
