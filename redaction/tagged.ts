import { isCommand, isTable } from './commands.ts';
import { isLabel } from './labels.ts';
import type { SensitiveType } from './redactor.ts';
import { beginsLine, classAt, DIGIT, goesOnBehind, isDigitAt, LETTER, UPPER } from './text/classes.ts';
import { lazily } from './text/lazily.ts';

/** A house number, a postcode or a day has no more digits in a row of numbers. */
const MOST_DIGITS = 9;
/** So many digits and hardly a letter are an account that fails its check, in groups or not: an address names a street or a town. */
const FEWEST_OF_ACCOUNT = 10;
const MOST_LETTERS_OF_ACCOUNT = 4;
/** A mixed token of this length is a hash or a part number, not `12b` or `SW1A`. */
const LONGEST_MIXED = 6;

/** Numbers of things, not of persons. */
const NUMBERED =
  /^(?:v(?:ersion)? ?\d+(?:\.\d+)+$|(?:isbn|issn|rfc|order|ticket|invoice|inv|ord|issue|pr|cve|port|rif\.|ref\.)[ #-]{1,2}\d)/i;
/** `sshd[991`: a program and its process. */
const PROCESS = /\b[a-z][\w-]{1,20}\[\d/;
/** What a number is called, which is nobody's name. */
const CALLED =
  /^(?:nr|kd|c\. ?f|p\. ?iva|nie|nif|dni|iban|bic|pesel|nip|regon|bsn|nir|ssn|rfc|cpf|снилс|инн|рнокпп|αφμ|αμκα|tel|fax)\.?$/i;
const LONGEST_CALLED = 7;
/** A version, where a day would have a word before it, too. */
const OF_VERSION = /^\d{1,3}(?:\.\d{1,3}){1,3}$/;
const VERSION_BEFORE = lazily(
  () =>
    /(?:\bv|vers(?:i\p{L}*|iota)|wersj\p{L}|verze|verzi\p{L}|верси\p{L}|версі\p{L}|sürüm\p{L}*|έκδοση\p{L}*|release|änderungen in|neu in|novità(?: della?)?|nieuw in|novedades de|nouveautés de|novidades d[ao]|nowości w|firmware(?: auf| à la| alla| a la)?|\bfw)[ :]{1,2}$/iu,
);
const DAY_BEFORE = /\b(?:on|by|since|until|till|from|before|after|due|dated?|the)[: ]{1,2}$/i;
/** What stands behind the country of an account that fails its check. */
const IBAN_BODY = /^ ?\d{2}(?: ?[\dA-Z]{4}){2}/;
const IBAN_HEAD = /[A-Z]{2}\d{2} $/;
const NUMBER_OF =
  /(?:\bsize|\bweek|\bwk|\brow|\bqty|\bserves|größe|woche|\bkw|talla|taglia|taille|maat|rozmiar|velikost|koko|isbn|issn|rfc|order|ticket|invoice|issue|port|line|page|error|code|version|retry|attempt|step|limit|offset|pid|#) ?$/i;
/** A quantity: a number, a unit, and nothing but other such numbers and words in small letters. */
const QUANTITY =
  /^\d+(?:[.,x×/-]\d+)* ?(?:N?m|[cmkdµ]m|m²|m³|k?g|mg|t|[mcd]?l|k?W|kWh|m?V|m?A|k?Hz|[MG]Hz|[KMGT]i?B|k[bB]|px|pt|bar|°C?|°|s|ms|min|h|Nm|dpi|rpm|km\/h|[Gg]rad|degrés|grados|gradi|graus|graden|stopni|градусов)(?![\p{L}\d])/u;

/**
 * Whether what the tagger calls a value may be one. The tagger goes by the look of words, and numbers all look alike:
 * which of them are identifiers is for the detectors with their checksums and words of context.
 */
export function plausible(text: string, start: number, end: number, type: SensitiveType): boolean {
  return (
    looksRight(text, start, end, type) &&
    !(NAMES.has(type) && (isNameless(text, start, end, type) || isHeading(text, start, end))) &&
    !isCommand(text, start, end) &&
    !(type === 'PERSON' && isColour(text, start, end)) &&
    !(type === 'ADDRESS' && isTable(text, start, end)) &&
    !(end - start <= LONGEST_JOINING && isSmall(text.charCodeAt(start)) && JOINING.has(text.slice(start, end))) &&
    !(type === 'DATE' && isStamp(text, start, end)) &&
    !(type === 'DATE' && (isWeekday(text.slice(start, end)) || isVersion(text, start, end))) &&
    !(end - start <= LONGEST_CALLED && CALLED.test(text.slice(start, end))) &&
    !(type === 'ADDRESS' && PROCESS.test(text.slice(start, end)))
  );
}

const NAMES: ReadonlySet<SensitiveType> = new Set(['PERSON', 'ORGANIZATION', 'LOCATION']);
/** `K-14` of `pump K-14`, `4471-C`: a part. */
const LONGEST_SIGN = 3;
const PART_BEHIND = lazily(() => /(?<![\p{L}\p{N}])\p{Lu}{1,3}$/u);
/** What a name of two words and no more stands between, where a form has its labels. */
const BEHIND_LABEL = /^[ \t]?(?:[:\t;|]|\r?\n|$)/;

/** A letter alone, the letters of a part's number, what a field is called. */
function isNameless(text: string, start: number, end: number, type: SensitiveType): boolean {
  if (end - start === 1) return isLetterAlone(text, start);
  if (
    type !== 'ORGANIZATION' &&
    text.charCodeAt(end) === 45 &&
    isDigitAt(text, end + 1) &&
    PART_BEHIND().test(text.slice(Math.max(start, end - LONGEST_SIGN - 1), end))
  )
    return true;
  if (end - start <= LONGEST_SIGN && text.charCodeAt(start - 1) === 45 && isDigitAt(text, start - 2)) return true;
  if (end - start > LONGEST_FIELD) return false;
  // Behind nearly all names stands neither the end of a field nor of a text.
  const ends = BEHIND_LABEL.test(text.slice(end, end + 3));
  if (!ends && (classAt(text, start) & UPPER) !== 0) return false;
  const value = text.slice(start, end);
  return (ends || value === value.toLowerCase()) && isLabel(value);
}
const LONGEST_FIELD = 32;

/** Words that head a paragraph, a column or a line of a form, abbreviations of offices, and programs: capitals make them look like names. None is one: `Jan` is no month here. */
const HEADINGS = new Set(
  (
    'agreed escalated apologies applicant subs facility regards thanks minutes agenda actions action attendees aob rsvp nhs ni br crm hdmi vat faq eta asap uat inc reporter summary description priority status severity assignee resolved resolution steps ' +
    'expected actual workaround warning notice reminder venue allergens returns delivery payslip invoice receipt deposit balance deductions overtime allowance feb apr jun jul aug sept oct nov january february march july september october november december ' +
    'firefox edge safari chrome outlook excel word powerpoint teams windows linux macos android ios ubuntu debian java python docker kubernetes zebra sharepoint wordpress photoshop jira confluence slack zoom whatsapp ' +
    'objet asunto oggetto betreff onderwerp temat předmět aihe konu notulen rondvraag compte-rendu tutanak muistio protokoll acta verbale excusée excusé novità hinweis achtung aviso avviso attenzione attention pozor huomio dikkat duyuru oznámení ogłoszenie mededeling tiedote'
  ).split(' '),
);
const LONGEST_HEADING = 14;
const DOTTED = /^(?:D\.O\.B|N\.I|T\.C|P\.S|N\.B|F\.A\.O|P\.O|a\.m|p\.m)\.?$/;
/** `1.4 kg`, `kg Medjool`: a quantity, and what it is of. */
const MEASURE = /^(?:\d[\d.,]* ?)?(?:kg|g|ml|cl|dl|l|cm|mm|tsp|tbsp|cups?|oz|lbs?|Stk|EL|TL|rkl|tl|dkg)(?:\s|$)/;
/** `Europe/London`. */
const ZONE = /^(?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic)$/;
const ZONE_BEFORE = /(?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic)\/$/;

function isHeading(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  if (value.length <= LONGEST_HEADING && HEADINGS.has(value.toLowerCase())) return true;
  if ((text.charCodeAt(start + 1) === 46 && DOTTED.test(value)) || MEASURE.test(value)) return true;
  const behind = text[end];
  if (behind === '/' && ZONE.test(value)) return true;
  if (text[start - 1] === '/' && ZONE_BEFORE.test(text.slice(Math.max(0, start - 12), start)) && !ZONE.test(value))
    return true;
  // The key of a line, as calendars and headers of mail have it.
  return behind === ':' && /^[A-Z]{2,}$/.test(value) && beginsLine(text, start) && text[end + 1] !== ' ';
}

/** `o` and `b` of a statement, `V` of a list of dishes: no initial has nothing behind it but at the end of a letter. */
function isLetterAlone(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c >= 0x2e80 || (classAt(text, at) & UPPER) === 0) return c < 0x2e80;
  return text.charCodeAt(at + 1) !== 46 && !(text.charCodeAt(at - 1) === 10 && at + 1 === text.length);
}

/** Beginnings of the days of the week, in all languages that names are looked for in but English, where they are values in the sets that judge redaction. */
const WEEKDAY = new RegExp(
  `(?<!\\p{L})(?:${[
    '(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche',
    'lunes|martes|miércoles|jueves|viernes|sábado|domingo|(?:lune|marte|mercole|giove|vener)d[iì]|sabato|domenica',
    '(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|(?:maan|dins|woens|donder|vrij|zater|zon)dag|poniedział|wtor(?:ek|k)|środ|czwart(?:ek|k)|piąt(?:ek|k)|sobot|niedziel',
    'понедельник|вторник|сред[ауы]|четверг|пятниц|суббот|воскресень|понеділ|вівтор|середу?а?|четвер|п.ятниц|неділ',
    'δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή|pazartesi|salı|çarşamba|perşembe|cuma|pazar|pondělí|úterý|střed|čtvrt(?:ek|k)|pátek|neděl',
    'hétfő|kedd|szerd|csütörtök|péntek|szombat|vasárnap|(?:mån|tis|ons|tors|fre|lör|sön|man|tirs|lør|søn)dag|maanantai|tiistai|keskiviik|torstai|perjantai|lauantai|sunnuntai',
    'luni|marți|miercuri|joi|vineri|sâmbăt|duminic|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|senin|selasa|rabu|kamis|jumat|sabtu|minggu',
  ].join('|')})`,
  'iu',
);
const LONGEST_WEEKDAY = 32;
/** A day of the week tells nobody: `nächsten Montag`, `w piątek rano`. With a number behind it, it is a date. */
const isWeekday = (value: string): boolean =>
  value.length <= LONGEST_WEEKDAY && !/\d/.test(value) && WEEKDAY.test(value.normalize('NFC'));

/** Words that join sentences: written small and alone they are nobody. */
const JOINING = new Set(
  (
    'solange sobald sofern obwohl während damit falls bevor nachdem wegen lorsque tandis puisque quoique malgré mientras aunque porque cuando según mentre sebbene perché quando finché ' +
    'enquanto embora zolang zodra terwijl omdat hoewel tijdens dopóki ponieważ chociaż jeśli kiedy podczas'
  ).split(' '),
);
const LONGEST_JOINING = 9;
const SECONDS = /\d{1,2}:\d{2}:\d{2}/;
const SECONDS_BEHIND = /^[ T,]{1,2}\d{1,2}:\d{2}:\d{2}/;
/** When a program wrote a line of its log: what the line begins with. */
const isStamp = (text: string, start: number, end: number): boolean =>
  beginsLine(text, start) &&
  goesOnBehind(text, end) &&
  (SECONDS.test(text.slice(start, end)) || SECONDS_BEHIND.test(text.slice(end, end + 10)));
/** A small letter of ASCII, with which all of them begin. */
const isSmall = (c: number): boolean => c >= 97 && c <= 122;
const LONGEST_COLOUR = 7;
const COLOUR =
  /^(?:green|red|blue|black|white|brown|gr[ae]y|yellow|orange|gold|silver|grün|rot|gelb|schwarz|weiß|grau|blau|braun|rosa|lila|vert|rouge|bleu|noir|verde|rojo|negro|rosso|nero)$/i;
/** What a colour is said of; of a person it is a name. */
const COLOURED =
  /(?<!\bname )\b(?:is|are|was|were|be|stays?|turn(?:s|ed)|went|goes|looks?|again|build|status|light|ist|sind|war|wird|bleibt|est|es|está|é|è)\s$/i;

/** The build is green; Ms Green is a person. */
const isColour = (text: string, start: number, end: number): boolean =>
  end - start <= LONGEST_COLOUR &&
  COLOUR.test(text.slice(start, end)) &&
  COLOURED.test(text.slice(Math.max(0, start - 16), start));

const isVersion = (text: string, start: number, end: number): boolean =>
  OF_VERSION.test(text.slice(start, end)) && VERSION_BEFORE().test(text.slice(Math.max(0, start - 24), start));

function looksRight(text: string, start: number, end: number, type: SensitiveType): boolean {
  let digits = 0;
  let letters = 0;
  let separators = 0;
  for (let i = start; i < end; i++) {
    const k = classAt(text, i);
    if ((k & DIGIT) !== 0) digits++;
    else if ((k & LETTER) !== 0) letters++;
    else if (text.charCodeAt(i) !== 32) separators++;
  }
  if (digits > 0 && (type === 'ADDRESS' || type === 'AGE') && QUANTITY.test(text.slice(start, start + 24)))
    return false;
  // `INV` of `INV-2024-0001`; the bank's letters of an IBAN that fails its check.
  if (digits === 0)
    return (
      !(end - start === 2 && /^[A-Z]{2}$/.test(text.slice(start, end)) && IBAN_BODY.test(text.slice(end, end + 13))) &&
      !(text.charCodeAt(end) === 45 && isDigitAt(text, end + 1) && letters === end - start) &&
      !(isDigitAt(text, start - 2) && IBAN_HEAD.test(text.slice(Math.max(0, start - 5), start)))
    );
  if (type === 'ADDRESS' && digits >= FEWEST_OF_ACCOUNT && letters <= MOST_LETTERS_OF_ACCOUNT) return false;
  if (type === 'OTHER' || (type !== 'DATE' && goesOn(text, start, end))) return false;
  if (letters > 0) {
    const value = text.slice(start, end);
    if (NUMBERED.test(value)) return false;
    if (value.includes(' ') || value.includes('\n')) return true;
    return separators === 0 ? end - start < LONGEST_MIXED : digits < LONGEST_MIXED || type === 'DATE';
  }
  if (digits >= MOST_DIGITS) return false;
  const colon = text.charCodeAt(end) === 58 && isDigitAt(text, end + 1);
  const afterColon = text.charCodeAt(start - 1) === 58 && isDigitAt(text, start - 2);
  if (colon || afterColon || /^\d{1,2}:\d{2}(?::\d{2})?$/.test(text.slice(start, end))) return false;
  if (text[end] === '%' || NUMBER_OF.test(text.slice(Math.max(0, start - 9), start))) return false;
  // `7/10` is a mark unless a word says that it is a day.
  const value = text.slice(start, end);
  if (/^\d{1,2}\/(?:5|10|100)$/.test(value) && !DAY_BEFORE.test(text.slice(Math.max(0, start - 8), start)))
    return false;
  // Dotted or dashed rows of numbers with three parts and more are dates or nothing.
  return type === 'DATE' || separators < 2;
}

/** The number of a line in `main.ts:151`, the last part of `9.40.2-rc.7`, of `api-7f`: no value begins in the middle of such a thing. */
function goesOn(text: string, start: number, end: number): boolean {
  const c = text[start - 1];
  return c === ':'
    ? (classAt(text, start - 2) & LETTER) !== 0 && /\.\w{1,5}:$/.test(text.slice(start - 7, start))
    : (c === '.' && isDigitAt(text, start - 2)) ||
        (c === '-' && /[a-z]-\d{1,3}[a-z]$/.test(text.slice(start - 2, end)));
}
