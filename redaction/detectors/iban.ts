import { mod97 } from '../checksums.ts';
import type { Detector } from '../detector.ts';
import { isDigitAt, isWordAt } from '../text/classes.ts';

/** Length by country: SWIFT IBAN registry, release 99. */
const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const SHAPE = /[A-Z]{2}\d{2}(?:(?:[ .-]|\r?\n)?[A-Z0-9]){8,34}/iy;

export const iban: Detector = {
  name: 'iban',
  types: ['IBAN'],
  source: 'ISO 13616, SWIFT IBAN registry (lengths), MOD 97-10 of ISO/IEC 7064',
  triggers: { codes: [4, 64] },
  examine(text, start, _end, emit) {
    if (!isDigitAt(text, start + 2) || !isDigitAt(text, start + 3)) return;
    SHAPE.lastIndex = start;
    const match = SHAPE.exec(text);
    if (match === null) return;
    const length = LENGTHS.get(match[0].slice(0, 2).toUpperCase());
    if (length === undefined) return;
    let plain = '';
    let i = start;
    for (; i < start + match[0].length && plain.length < length; i++) if (isWordAt(text, i)) plain += text[i];
    if (plain.length < length || isWordAt(text, i)) return;
    if (mod97(plain.slice(4) + plain.slice(0, 4)) === 1) emit(start, i, 'IBAN');
  },
};
