import { before, type Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Legal forms behind a name, and before one in quotes. */
const BEHIND =
  'gmbh ohg lda ltda cie kft zrt nyrt sarl sas srl oy oyj aps filhos hijos figli fils söhne soehne zonen synowie synové synove eood ood ltd llp bv nv vof snc spa eurl scop gbr';
/** Forms with full stops, by their first letters. */
const DOTTED = 'a e s sp soc b n v k d san tic ltd α ο ε ι';
const QUOTED = 'ооо оао зао пао ао тоо нко ип ано фгуп муп тов прат ат фоп пп еоод оод';
const WORD = "(?:[dl]['’])?\\p{Lu}[\\p{L}\\p{M}\\p{N}'’.-]{0,30}";
const JOINS = "(?:&|und|and|ve|z|of|les|u\\.|y|e|et|i|a|de|da|do|del|della|dei|di|von|la|le|du|des|d['’]|van)";
const NAME = lazily(
  () =>
    new RegExp(
      `(?<![\\p{L}\\p{N}])(${WORD}(?: (?:${JOINS} )?${WORD}){0,4}(?: (?:a|i|e|y|et|und|en|&) (?:synové|synowie|filhos|hijos|figli|fils|zonen))?)(?: ${JOINS})?,? $`,
      'u',
    ),
);
const FORM = lazily(
  () =>
    /(?:S\. ?L\.(?: ?[UPL]\.)?|S\. ?A\.(?: ?(?:T\.|U\.|S\.|R\. ?L\.))?|S\. ?p\. ?A\.|S\. ?r\. ?l\.(?: ?s\.)?|[Ss]\. ?n\. ?c\.|[Ss]\. ?a\. ?s\.|s\. ?r\. ?o\.|a\. ?s\.|v\. ?o\. ?s\.|k\. ?s\.|sp\. ?z ?o\. ?o\.|sp\. ?[jkp]\.|Soc\. ?(?:Agr|Coop|Sempl)\p{L}*\.?|B\. ?V\.|N\. ?V\.|V\. ?O\. ?F\.|A\. ?Ş\.|San\.? ve Tic\.?(?: ?Ltd\.?)?(?: ?Şti\.?| ?A\. ?Ş\.)?|Tic\. ?(?:Ltd\.? ?Şti|A\. ?Ş)\.?|Ltd\. ?Şti\.?|Α\. ?Ε\.|Ο\. ?Ε\.|Ε\. ?Ε\.|Ε\. ?Π\. ?Ε\.|Ι\. ?Κ\. ?Ε\.|d\. ?o\. ?o\.|e\. ?V\.|e\. ?K\.|e\. ?G\.)(?!\p{L})/uy,
);
const DOTTED_ONLY = new Set('sp soc san tic'.split(' '));
const REACH = 96;
const IN_QUOTES = lazily(() => /[ \t]{1,2}[«"„“]([^»"”“\n]{2,60})[»"”“]/uy);

/** A firm, by its legal form and the name before it, or behind it in quotes: `Möhrle & Tschirch OHG`, `ООО «Северный лес»`. */
export const company: Detector = {
  name: 'company',
  types: ['ORGANIZATION'],
  source: 'Legal forms as the list of ISO 20275 (entity legal forms) has them',
  triggers: { words: [...BEHIND.split(' '), ...QUOTED.split(' '), ...DOTTED.split(' ')] },
  examine(text, start, end, emit) {
    // Articles, nearly always: a letter begins a form before a full stop alone.
    if (end - start === 1 && text.charCodeAt(end) !== 46) return;
    const first = text.charCodeAt(start);
    if (first > 0x400) {
      const quoted = IN_QUOTES();
      quoted.lastIndex = end;
      if (/^\p{Lu}+$/u.test(text.slice(start, end)) && quoted.test(text)) emit(start, quoted.lastIndex, 'ORGANIZATION');
      return;
    }
    const dotted = FORM();
    dotted.lastIndex = start;
    if ((text.charCodeAt(end) === 46 || text.startsWith(' ve Tic', end)) && dotted.test(text)) {
      const named = NAME().exec(before(text, start, REACH));
      if (named !== null) emit(start - named[0].length, dotted.lastIndex, 'ORGANIZATION');
      return;
    }
    const form = text.slice(start, end);
    // `& Filhos`, and words that are others in small letters.
    if (!/\p{Lu}/u.test(form) && form !== 'snc') return;
    if (/^(?:nv|bv|spa|san|tic|ltd)$/i.test(form) && !/^(?:NV|BV|S[Pp]A|Ltd)$/.test(form)) return;
    if (form.length < 2 || DOTTED_ONLY.has(form.toLowerCase())) return;
    const name = NAME().exec(before(text, start, REACH));
    if (name === null) return;
    emit(start - name[0].length, text[end] === '.' && /^(?:Lda|Ltda)$/.test(form) ? end + 1 : end, 'ORGANIZATION');
  },
};
