import { allSame } from '../checksums.ts';
import { Context, mayPrecede } from '../context.ts';
import { before, type Detector } from '../detector.ts';
import { isDigitAt, isTouchedAt } from '../text/classes.ts';

/** Calling codes of ITU-T E.164 (list of 2016, with later additions). */
const CODES = new Set(
  (
    '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 ' +
    '92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 ' +
    '241 242 243 244 245 246 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 ' +
    '298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 380 381 382 383 385 386 387 389 420 ' +
    '421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 ' +
    '679 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 878 880 881 882 883 886 888 960 961 ' +
    '962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998'
  ).split(' '),
);
const CONTEXT = new Context(
  /(?:phone|\btel\b|telefon|téléphone|telephone|mobile|mobil|handy|cell|call|fax|whatsapp|\bsms\b|text me|(?:messages?|texts) (?:to|from)|contact|dial|desk|direct|office|landline|home|work|ring|registered|reach|number is|nummer|num[eé]ro|n[uú]mero (?:es|é|dela|dele|del? m[oó]vil|de tel)|numer to|numer tel|(?:číslo|číslem) (?:je|tel|m[áe])|(?:má|mé|moje|její|jeho|nové|volejte?) číslo|zavol|volej|набер|номер[а-я ]{0,6}|dzwo[nń]|rappel|appele[zr]|joign|chiama|recapito|hív[djn]|sun[aă](?:ți|m|ti)? |νούμερ|numaras|رقمها|رقمه|رقمي|نمبر|lig(?:ar|a|ue)|disposici[óo]n|disposição|zadzwo|llam[ae]|richiamar|tlf|tfno|\bph\b|hotline|voicemail|telefono|teléfono|móvil|portable|\bgsm\b|☎|📞|电话|電話|手机|手機|携帯|连络|연락처|전화|휴대폰|핸드폰|هاتف|جوال|موبايل|تليفون|फ़ोन|फोन|मोबाइल|โทร|เบอร์|телефон|тел[. :]|моб[. :]|мобильн|τηλ|κινητ|טלפון|נייד|điện thoại|\bsđt\b|puhelin|komórk|cellulare|mobiel|telefoon|рабочий|дзвон|звон)[^\n]{0,32}(?:\n[ \t]{0,8})?$/i,
  56,
);
/** What must stand right before a number of six digits, the shortest that subscribers have. */
const ANNOUNCED = new Context(
  /(?:phone|\btel|telefon|téléphone|mobile|mobil|handy|cell|fax|(?:call|ring|text|reach|contact) (?:me|us|him|her|them)(?: back)?(?: at| on)?)(?: ?(?:no|nr|number|nummer))?[.:]{0,2}[ \t]{0,3}\n?[ \t]{0,3}$/i,
);
const NO_PHONE = new Context(
  /(?:version|\bv\d{0,2}\b|order|invoice|ticket|issue|build|rfc|isbn|issn|\bid\b|serial|part|sku|ref(?:erence)?|release|commit|tracking|bestell|rechnung)[^\n]{0,14}$/i,
  56,
);
/** What may stand behind a number that nothing announced, as in signatures and contact cards. */
const BEHIND =
  /^[ \t]{0,2}[-,(\\]{0,2}[ \t]{0,2}(?:office|mobile|cell|fax|home|work|desk|direct|phone|tel|main|voice)\b/i;
const DATE_LIKE = /^(?:(?:19|20)\d\d[-/. ]\d\d?[-/. ]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)?\d\d)$/;
/** A number whose extension is written without a blank is one token with letters: `555-1234x567`. */
const WITH_EXTENSION = /\+?\d[\d().\- ]{4,20}\d{2,8}x\d{1,6}$/;
const EXTENSION = /^ ?(?:x|ext\.?|extension|#) ?\d{1,6}/i;

/** Groups as national numbering plans write them, with the separators between. */
const NATIONAL = new RegExp(
  [
    /^\(?[2-9]\d{2}\)?[-. ]{0,2}[2-9]\d{2}[-. ]\d{4}$/, // North America
    /^1[-. ]\(?[2-9]\d{2}\)?[-. ]{0,2}\d{3}[-. ]\d{4}$/,
    /^\d{3}-\d{3}-\d{4}$/, // North America as people make them up
    /^\(\d{3}\) ?\d{3}[-. ]\d{4}$/,
    /^\d{3}[-.]\d{3}[-.]\d{3}[-.]\d{4}$/, // 001-xxx-xxx-xxxx
    /^0\d{1,4}[- /.]\d{3,4}[- .]\d{3,4}$/, // 0xx xxx xxxx: United Kingdom, Australia, Germany, Japan, ...
    /^0\d{2,5}[- /.]\d{4,8}$/,
    /^0\d{2,4}[- /]\d{3,6}[- ]\d{2,4}$/,
    /^0\d{1,4}(?:[- /.]\d{2,3}){2,4}$/, // 06 12 34 56 78, 0450 12 34 56: France, Austria, Switzerland
    /^\(0\d{1,5}\)[- ]?\d{2,4}[- ]?\d{2,5}(?:[- ]?\d{2,4})?$/, // (02) 1234 5678
    /^\(\d{2}\)[- ]?\d{3,5}[- ]?\d{3,4}$/, // (11) 91234-5678: Brazil
    /^[6-9]\d{2}(?: \d{2}){3}$/, // 644 90 17 35: Spain
    /^[5-9]\d{2} \d{3} (?!000)\d{3}$/, // 601 418 273: Poland, Czechia, Portugal, Spain
    /^8[- ]?\(\d{3,4}\)[- ]?\d{2,3}[- ]?\d{2}[- ]?\d{2}$/, // 8 (916) 123-45-67: Russia
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** In a number of any of these forms. */
const MOST_SEPARATORS = 6;

/** As a document of that plan prints it, whatever the word before it: a reference is not grouped so. */
const NORTH_AMERICA = /^(?:\([2-9]\d{2}\) ?|[2-9]\d{2}-)[2-9]\d{2}-\d{4}$/;

export const phone: Detector = {
  name: 'phone',
  types: ['PHONE'],
  source: 'ITU-T E.164 (calling codes); forms of national plans as ITU-T E.123 shows them',
  triggers: { digits: [6, 15], codes: [4, 15] },
  mayBegin: (text, start) => !preceded(text, start),
  examine(text, start, end, emit, digits) {
    if (digits === '') {
      if (!/^\d{2,8}x\d/.test(text.slice(start, start + 10))) return;
      const match = WITH_EXTENSION.exec(before(text, end, 36));
      if (match) emit(end - match[0].length, end, 'PHONE');
      return;
    }
    let from = start;
    // A bracket of the number itself is closed in it, one around it is not.
    if (text[from - 1] === '(' && text.slice(start, end).includes(')')) from--;
    const plus = text[from - 1] === '+';
    if (plus) from--;
    // Letters may run into a plus, digits may not.
    if (plus ? isDigitAt(text, from - 1) : isTouchedAt(text, from - 1)) return;
    // Before all that costs more: in a long row of groups nearly every window is a piece of something.
    if (!plus && (preceded(text, from) || continues(text, end))) return;
    let to = end;
    const extension = 'xXeE#'.includes(text[text[end] === ' ' ? end + 1 : end] ?? '-')
      ? EXTENSION.exec(text.slice(end, end + 20))
      : null;
    if (extension) to += extension[0].length;
    if (plus) {
      if (digits.length < 7 || continues(text, end) || !startsWithCode(digits)) return;
      emit(from, to, 'PHONE');
      return;
    }
    if (allSame(digits)) return;
    // The international prefix 00 instead of +.
    if (digits.startsWith('00') && digits.length >= 10 && startsWithCode(digits.slice(2))) {
      emit(from, to, 'PHONE');
      return;
    }
    if (!mayPrecede(text, from) && end - from - digits.length > MOST_SEPARATORS && amid(text, end) && to === end)
      return;
    const value = text.slice(from, end);
    if (digits.length === 6) {
      if (value.length > 6 && !DATE_LIKE.test(value) && ANNOUNCED.precedes(text, from)) emit(from, to, 'PHONE');
      return;
    }
    if (CONTEXT.precedes(text, from)) {
      if (!DATE_LIKE.test(value)) emit(from, to, 'PHONE');
      return;
    }
    if (digits.length > 13 || (NO_PHONE.precedes(text, from) && !NORTH_AMERICA.test(value))) return;
    if (digits.length <= 12 && value.length > digits.length && !DATE_LIKE.test(value)) {
      if (BEHIND.test(text.slice(end, end + 14)) || aloneOnLine(text, from, to)) {
        emit(from, to, 'PHONE');
        return;
      }
    }
    if (NATIONAL.test(value)) emit(from, to, 'PHONE');
  },
};

function startsWithCode(digits: string): boolean {
  return CODES.has(digits.slice(0, 1)) || CODES.has(digits.slice(0, 2)) || CODES.has(digits.slice(0, 3));
}

/** The number goes on in the same way (a group more, a decimal part), so that this window is not all of it. */
function continues(text: string, end: number): boolean {
  const c = text[end];
  if (c === '/' || c === '_') return true;
  return (c === '-' || c === '.' || c === ' ') && isDigitAt(text, end + 1);
}

function preceded(text: string, from: number): boolean {
  const c = text[from - 1];
  return (c === '-' || c === '.' || c === '/' || c === ' ' || c === '_') && isDigitAt(text, from - 2);
}

/** A row of numbers goes on: no word stands behind this one, and no line ends. */
const amid = (text: string, end: number): boolean => text.charCodeAt(end) >= 32 && isDigitAt(text, end + 1);

/** The line holds nothing else, and there are other lines: a block of contact data. */
function aloneOnLine(text: string, from: number, to: number): boolean {
  const first = from === 0 || text[from - 1] === '\n';
  const last = to === text.length || text[to] === '\n' || text[to] === '\r';
  return first && last && to - from < text.length;
}
