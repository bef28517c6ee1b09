import { before, type Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Legal forms behind a name, and before one in quotes. */
const BEHIND =
  'gmbh ohg lda ltda cie kft zrt nyrt sarl sas srl oy oyj aps filhos hijos figli fils söhne soehne zonen synowie synové synove eood ood';
const QUOTED = 'ооо оао зао пао ао тоо нко ип ано фгуп муп тов прат ат фоп пп еоод оод';
const WORD = "\\p{Lu}[\\p{L}\\p{M}\\p{N}'’.-]{0,30}";
const JOINS = "(?:&|und|u\\.|y|e|et|i|a|de|da|do|del|della|dei|di|von|la|le|du|des|d['’]|van)";
const NAME = lazily(
  () => new RegExp(`(?<![\\p{L}\\p{N}])(${WORD}(?: (?:${JOINS} )?${WORD}){0,3})(?: ${JOINS})?,? $`, 'u'),
);
const REACH = 96;
const IN_QUOTES = lazily(() => /[ \t]{1,2}[«"„“]([^»"”“\n]{2,60})[»"”“]/uy);

/** A firm, by its legal form and the name before it, or behind it in quotes: `Möhrle & Tschirch OHG`, `ООО «Северный лес»`. */
export const company: Detector = {
  name: 'company',
  types: ['ORGANIZATION'],
  source: 'Legal forms as the list of ISO 20275 (entity legal forms) has them',
  triggers: { words: [...BEHIND.split(' '), ...QUOTED.split(' ')] },
  examine(text, start, end, emit) {
    const first = text.charCodeAt(start);
    if (first > 0x400 && first < 0x530) {
      const quoted = IN_QUOTES();
      quoted.lastIndex = end;
      if (/^\p{Lu}+$/u.test(text.slice(start, end)) && quoted.test(text)) emit(start, quoted.lastIndex, 'ORGANIZATION');
      return;
    }
    const form = text.slice(start, end);
    // `& Filhos`, and words that are others in small letters.
    if (!/\p{Lu}/u.test(form)) return;
    const name = NAME().exec(before(text, start, REACH));
    if (name === null) return;
    emit(start - name[0].length, text[end] === '.' && /^(?:Lda|Ltda)$/.test(form) ? end + 1 : end, 'ORGANIZATION');
  },
};
