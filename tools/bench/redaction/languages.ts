import { LANGUAGES } from '../../../redaction/language/languages.ts';
import type { Span } from '../../../redaction/redactor.ts';
import { structuredSet } from '../../corpus/structured-set.ts';
import { judge, workTexts } from '../../corpus/work-texts.ts';
import { cleanTexts } from '../../train/lists.ts';

const percent = (part: number, whole: number): number => Math.round((part / whole) * 1e4) / 100;
/** Work texts a language: at least sixty. */
const TEXTS = 75;

/** Languages that there are work texts of. */
const WITH_WORK = 'en de fr es it pt nl pl ru uk el tr cs hu sv da no fi ro vi id ar he hi zh ja ko th'.split(' ');

/** By language: leak and precision on work texts, and the share of clean interface strings that is redacted, in percent. */
export function languages(find: (text: string) => Span[], seed: number) {
  const strings = cleanTexts('held-out');
  return LANGUAGES.filter(({ code }) => WITH_WORK.includes(code)).map(({ code, support }) => {
    const lines = workTexts(code, seed, 1).length;
    const { texts, values, leak, precision } = judge(workTexts(code, seed, Math.ceil(TEXTS / lines)), find);
    let characters = 0;
    let redacted = 0;
    for (const given of strings.get(code) ?? []) {
      const text = given.replaceAll('…', '%s');
      characters += text.length;
      for (const { start, end } of find(text)) redacted += end - start;
    }
    return {
      code,
      support,
      texts,
      values,
      leak: percent(leak, 1),
      precision: percent(precision, 1),
      clean: percent(redacted, characters),
    };
  });
}

/** Words of scripts that put no space between them and a value. */
const GLUE: Readonly<Record<string, readonly [string, string]>> = {
  ...{ zh: ['卡号', '电话'], ja: ['番号は', 'です'], ko: ['주소는', '이고'], th: ['เลขที่', 'ครับ'], ar: ['رقم', 'هنا'] },
  ...{ he: ['מספר', 'כאן'], hi: ['नंबर', 'है'], ru: ['номер', 'да'], el: ['αριθμός', 'ναι'], ka: ['ნომერი', 'არის'] },
};

/** Of values that are known by their own form alone, those of which something is left when letters of such a script touch them. */
export function glued(find: (text: string) => Span[], structured: (text: string) => Span[], seed: number) {
  let tries = 0;
  let left = 0;
  const leaves = (text: string, start: number, end: number, by = find): boolean => {
    const spans = by(text);
    for (let i = start; i < end; i++)
      if (/[\p{L}\p{N}]/u.test(text[i]!) && !spans.some((span) => span.start <= i && i < span.end)) return true;
    return false;
  };
  for (const { nearMiss, text, start, end } of structuredSet(seed, 5)) {
    const value = text.slice(start, end);
    if (nearMiss || leaves(value, 0, value.length, structured)) continue;
    for (const [before, behind] of Object.values(GLUE)) {
      tries++;
      if (leaves(before + value + behind, before.length, before.length + value.length)) left++;
    }
  }
  return { scripts: Object.keys(GLUE).length, tries, left };
}
