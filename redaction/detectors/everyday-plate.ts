import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** A vehicle, and what its plate is called. */
const VEHICLE = new Context(
  /(?:\blorr(?:y|ies)|\btruck|\bvan\b|\bcar\b|\breg\b|registration|number ?plate|\bdriver|\bvehicle|kennzeichen|\blkw\b|\bwagen|fahrer|kunde mit dem|\bauto\b|transporter|cami[oó]n|matr[íi]cula|furgo|\bcoche|conductor|immatricul|plaque|voiture|fourgon|\btarga|furgone|macchina|autista|carrinha|cami(?:nh)?[ãa]o|\bcarro|viatura|kenteken|chauffeur|bestelbus|vrachtwagen|rejestrac|kierowc|ciężarówk|\bauta?\b|\bsamoch|\bspz\b|\brz\b|řidič|dodávk|nákla[dď]|\bautosta|rekisteri|kuski|kuljetta|pakettiauto|\bplaka|kamyon|\baraç|şoför|φορτηγ|πινακίδ|αυτοκίν|όχημα|машин|гос\.? ?номер|фур[аы]|грузов|водител|госномер|авто|вантажів|фургон|车牌|货车|車牌|ナンバー|트럭|차량|차번호|شاحن|سيار|لوحة|ट्रक|गाड़ी|वाहन|รถ|ทะเบียน|registrering|\bbil(?:en)?\b|lastbil|rendszám|kamion|inmatriculare|mașin)[^\n]{0,28}$/i,
  48,
);
/** What is written in three or four parts stands before what its first two would be. */
const PLATE = lazily(
  () =>
    /(?<![\p{L}\p{N}-])(?:[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,2}[ -]?\d{4}|[A-Z\d]{2}[- ]\d{2}[- ][A-Z\d]{2}|[A-Z]{2} ?\d{2} ?\d{3}|[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?|[A-Z]{1,2}\d{1,3} ?[A-Z]{3}|\d{4}[ -]?[A-Z]{3}|[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}|[A-Z]-\d{3}-[A-Z]{2}|\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-\d{2,3}-[A-Z\d]{1,2}|[A-Z]{2,3} ?(?=[A-Z\d]{0,4}\d)[A-Z\d]{4,5}|\d[A-Z\d]{2} ?\d{4}|[A-ZÅÄÖ]{2,3}[- ]?\d{2,3}[A-Z]?|\d{2} ?[A-Z]{1,3} ?\d{2,4}|[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]{3}[- ]?\d{4}|[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}|[АВСЕНІКМОРТХ]{2} ?\d{4} ?[АВСЕНІКМОРТХ]{2}|\d{2,3}[가-힣] ?\d{4}|\d?[ก-ฮ]{1,2} ?\d{1,4}|[A-Z] \d{1,3}(?: [A-Z]){2,3}|(?:[\u0621-\u064a] ){2,3}\d{1,4})(?![\p{L}\p{N}]|[.,:-]\d)/gu,
);
const AROUND = 14;

/** Characters between a number of a plate and its letters at most: other digits, and signs. */
const WIDEST = 9;

/** Whether letters of a plate may stand on one side of a number, behind nothing but digits, spaces and dashes: dates and telephones have none. */
function isBesideLetters(text: string, at: number, step: 1 | -1): boolean {
  for (let i = at, n = 0; n < WIDEST; i += step, n++) {
    const c = text.charCodeAt(i);
    if ((c >= 65 && c <= 90) || c > 127) return step < 0 || !isSmall(text.charCodeAt(i + 1));
    if (c !== 32 && c !== 45 && !(c >= 48 && c <= 57)) return false;
  }
  return false;
}
const isSmall = (c: number): boolean => c >= 97 && c <= 122;

/** Letters of a plate are capitals, or of a script of its own: words with a number in them are not. */
function isInCapitals(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isSmall(text.charCodeAt(i))) return false;
  return true;
}

/** A plate as people write it in a message, beside a vehicle or a driver: `der Kunde mit dem HH-KR 4172`. */
export const everydayPlate: Detector = {
  name: 'everyday-plate',
  types: ['VEHICLE_ID'],
  source: 'Forms of plates of the European, Indian, Korean, Thai and Saudi registers, as their offices publish them',
  triggers: { codes: [3, 10], digits: [1, 5], whole: true, worded: [VEHICLE] },
  examine(text, start, end, emit, digits) {
    if (digits !== '' && end - start !== digits.length) return;
    const mayBe =
      digits === ''
        ? isInCapitals(text, start, end)
        : isBesideLetters(text, start - 1, -1) || isBesideLetters(text, end, 1);
    if (!mayBe) return;
    if (!VEHICLE.precedes(text, start)) return;
    const from = Math.max(0, start - AROUND);
    const near = text.slice(from, end + AROUND);
    const form = PLATE();
    form.lastIndex = 0;
    for (let match = form.exec(near); match !== null; match = form.exec(near)) {
      const at = from + match.index;
      if (at > start || at + match[0].length < end) continue;
      if (VEHICLE.precedes(text, at)) emit(at, at + match[0].length, 'VEHICLE_ID');
      return;
    }
  },
};
