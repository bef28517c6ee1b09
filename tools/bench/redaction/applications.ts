import type { Redactor } from '../../../redaction/redactor.ts';
import { BLIND_LANGUAGES, blindTexts } from '../../corpus/blind-texts.ts';

/** A program of each sort, and the kinds of text that stand in it. */
const PROGRAMS = [
  ['code', ['source', 'configuration'], []],
  ['dbeaver', ['sql'], ['sql']],
  ['xterm', ['shell'], ['terminal']],
  ['excel', ['tables'], ['csv']],
] as const;

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100);

/** What it changes that the program is known: clean characters redacted, values of the blind set left and their passwords, in percent. */
export function applications(find: Redactor['find'], kinds: Readonly<Record<string, readonly string[]>>) {
  return PROGRAMS.map(([program, clean, work]) => {
    const texts = BLIND_LANGUAGES.flatMap((code) => blindTexts(code)).filter(({ kind }) =>
      (work as readonly string[]).includes(kind),
    );
    return {
      program,
      ...Object.fromEntries(
        (['without', 'with'] as const).map((how) => {
          const judge = (text: string) => find(text, how === 'with' ? program : undefined);
          const touched = clean.map((kind) => {
            const list = kinds[kind]!;
            const redacted = list.flatMap(judge).reduce((sum, { start, end }) => sum + end - start, 0);
            return [
              kind,
              percent(
                redacted,
                list.reduce((sum, text) => sum + text.length, 0),
              ),
            ];
          });
          const values = texts.flatMap(({ text, spans }) => {
            const found = judge(text);
            const left = (at: number) => !found.some((span) => span.start <= at && at < span.end);
            return spans.map(({ start, end, type }) => ({
              type,
              left: Array.from({ length: end - start }, (_, i) => start + i).some(
                (at) => left(at) && /[\p{L}\p{N}]/u.test(text[at]!),
              ),
            }));
          });
          const secrets = values.filter(({ type }) => type === 'PASSWORD' || type === 'SECRET');
          return [
            how,
            {
              touched: Object.fromEntries(touched),
              values: values.length,
              left: percent(values.filter(({ left }) => left).length, values.length),
              secrets: secrets.length,
              secretsLeft: percent(secrets.filter(({ left }) => left).length, secrets.length),
            },
          ];
        }),
      ),
    };
  });
}
