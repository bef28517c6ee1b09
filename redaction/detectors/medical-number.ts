import { luhn } from '../checksums.ts';
import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { isDigitAt, isWordAt } from '../text/classes.ts';

const RECORD = new Context(
  /(?:\bmrn\b|medical record|patient[ -]?(?:id|no|num|#)|record (?:no|number|#)|chart (?:no|number|#)|hospital (?:no|number)|\bhealth (?:plan|card|insurance)|member (?:id|no)|beneficiary|medicare|medicaid|\bmbi\b|krankenversicherung|versicherten|\bvers\.|\bkvnr\b)[^\n]{0,24}$/i,
);
const PROVIDER = new Context(/(?:\bnpi\b|provider (?:id|no|num))[^\n]{0,24}$/i);
const DEA = /^[ABFGMPR][A-Z9]\d{7}$/;
const MEDICARE =
  /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d\d/y;

function isDea(value: string): boolean {
  const d = [...value.slice(2)].map(Number);
  return (d[0]! + d[2]! + d[4]! + 2 * (d[1]! + d[3]! + d[5]!)) % 10 === d[6];
}

export const medicalNumber: Detector = {
  name: 'medical-number',
  types: ['MEDICAL'],
  source:
    'CMS: NPI (Luhn over 80840 + number), MBI form; 21 CFR 1301 (DEA number check); record numbers after a word for them',
  triggers: { announced: true, digits: [5, 14], worded: [RECORD, PROVIDER], codes: [4, 14] },
  examine(text, start, end, emit, digits) {
    if (digits === '') {
      const value = text.slice(start, end);
      if (DEA.test(value) && isDea(value)) return emit(start, end, 'MEDICAL');
      MEDICARE.lastIndex = start;
      const medicare = isDigitAt(text, start) ? MEDICARE.exec(text) : null;
      if (medicare && !isWordAt(text, MEDICARE.lastIndex)) return emit(start, MEDICARE.lastIndex, 'MEDICAL');
    }
    if (RECORD.precedes(text, start)) {
      const group = /(?:-[A-Z0-9]{1,8}){0,3}/i.exec(text.slice(end, end + 28))!;
      emit(start, end + group[0].length, 'MEDICAL');
    } else if (digits.length === 10 && PROVIDER.precedes(text, start) && luhn(`80840${digits}`))
      emit(start, end, 'MEDICAL');
  },
};
