import { Context } from '../context.ts';
import { before, type Detector } from '../detector.ts';
import { isWordAt } from '../text/classes.ts';

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const VIN = new Context(/(?:\bvin\b|chassis|vehicle id|fahrgestell|\bfin\b)[^\n]{0,24}$/i);
const PLATE =
  /(?:licen[cs]e plate|\bplate\b|number ?plate|registration|kennzeichen|immatriculation|plaque|matr[ií]cula|\bplaca|targa|kenteken|rejestracj|\bspz\b|plaka|rekisteri|regnr|\breg(?:\.| no| number))[^\n]{0,24}$/i;

/** 49 CFR 565.15(c): transliteration, weights, remainder by 11 in the ninth place. */
function isVin(vin: string): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (VALUES.indexOf(vin[i]!) % 10) * WEIGHTS[i]!;
  const check = sum % 11;
  return vin[8] === (check === 10 ? 'X' : String(check));
}

const PLATE_REACH = 12;
const PLATE_FORM = /[A-ZÄÖÜ0-9]{1,4}(?:[ ._/·-]{0,2}[A-Z0-9]{1,4}){0,3}/y;

export const vehicleId: Detector = {
  name: 'vehicle-id',
  types: ['VEHICLE_ID'],
  source: 'ISO 3779, 49 CFR 565.15 (VIN check digit); number plates after a word for them',
  triggers: {
    codes: [17, 17],
    digits: [17, 17],
    words: [
      'plate',
      'plates',
      'registration',
      'kennzeichen',
      'immatriculation',
      'matricula',
      'targa',
      'kenteken',
      ...[
        'plaque',
        'placa',
        'rejestracja',
        'rejestracyjny',
        'rejestracyjnym',
        'spz',
        'plaka',
        'rekisteri',
        'rekisterinumero',
        'regnr',
      ],
      'reg',
    ],
  },
  // A number of seventeen digits, or a plate behind a word for it.
  mayBegin: (text, start, end) => end - start === 17 || /[a-z]/i.test(before(text, start, PLATE_REACH)),
  examine(text, start, end, emit) {
    if (end - start === 17) {
      const vin = text.slice(start, end).toUpperCase();
      if (!/[A-HJ-NPR-Z0-9]{17}/.test(vin)) return;
      if ((/[A-Z]/.test(vin) && isVin(vin)) || VIN.precedes(text, start)) emit(start, end, 'VEHICLE_ID');
      return;
    }
    const gap = /^\.?(?: (?:number|no\.?|nr\.?))?[ :#]{1,3}(?:is )?/i.exec(text.slice(end, end + 16));
    if (gap === null) return;
    const from = end + gap[0].length;
    PLATE_FORM.lastIndex = from;
    const match = PLATE_FORM.exec(text);
    if (match === null || !/\d/.test(match[0]) || !/[A-Z]/.test(match[0]) || match[0].length < 4) return;
    const to = from + match[0].length;
    if (PLATE.test(text.slice(Math.max(0, start - PLATE_REACH), from)) && !isWordAt(text, to))
      emit(from, to, 'VEHICLE_ID');
  },
};
