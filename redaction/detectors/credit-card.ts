import { allSame, digitAt, luhn } from '../checksums.ts';
import { Context, mayPrecede } from '../context.ts';
import type { Detector } from '../detector.ts';

/** First digits and lengths of the networks that issue cards. */
const NETWORKS: readonly [RegExp, readonly number[]][] = [
  [/^4/, [13, 16, 19]], // Visa
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^(?:30[0-5]|3095|36|38|39)/, [14, 16, 17, 18, 19]], // Diners Club
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]], // Discover
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]], // JCB
  [/^(?:1800|2131)/, [15]], // JCB, old
  [/^62/, [16, 17, 18, 19]], // UnionPay
  [/^(?:50|5[6-9]|60|63|67|69)/, [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro
  [/^220[0-4]/, [16, 17, 18, 19]], // Mir
];
const SHORTEST = 12;
/** No prefix has more. */
const PREFIX_DIGITS = 4;
/** In `lengthsByPrefix`, beside the bits of lengths. */
const TOLD = 1;
const lengthsByPrefix = new Int32Array(10 ** PREFIX_DIGITS);
const CONTEXT = new Context(
  /(?:card|visa|master|amex|american express|maestro|discover|jcb|diners|karte|carte|tarjeta|credit|debit|\bcc\b|pan)[^\n]{0,24}$/i,
);

/** Four more of the same row in front, or the head of an IBAN: the window is a part of something longer. */
const ROW = /(?:\b\d{4}|\b[A-Z]{2}\d{2})[ -]$/;

export const creditCard: Detector = {
  name: 'credit-card',
  types: ['CREDIT_CARD'],
  source: 'ISO/IEC 7812 (Luhn); issuer ranges as the networks publish them, lengths 12 to 19',
  triggers: { digits: [SHORTEST, 19] },
  mayBegin: (text, start, _end, ahead) =>
    ahead.length >= SHORTEST && (lengthsOf(ahead) !== TOLD || mayPrecede(text, start)),
  examine(text, start, end, emit, digits) {
    // What costs least first: nearly every window of a row of numbers leaves by it.
    const known = (lengthsOf(digits) & (1 << digits.length)) !== 0;
    if (!known && !mayPrecede(text, start)) return;
    if (!luhn(digits) || allSame(digits) || ROW.test(text.slice(Math.max(0, start - 6), start))) return;
    if (!known && !CONTEXT.precedes(text, start)) return;
    emit(start, end, 'CREDIT_CARD');
  },
};

/** Lengths of cards with those first digits that need no word beside them, as bits; told when such digits are met. */
function lengthsOf(digits: string): number {
  let first = 0;
  for (let i = 0; i < PREFIX_DIGITS; i++) first = first * 10 + digitAt(digits, i);
  if (lengthsByPrefix[first]! !== 0) return lengthsByPrefix[first]!;
  let bits = TOLD;
  for (const [prefix, lengths] of NETWORKS) {
    if (!prefix.test(digits)) continue;
    // 12 to 14 digits under Maestro's wide ranges are as often an order number.
    for (const length of lengths) if (length >= 15 || /^[34]/.test(digits)) bits |= 1 << length;
  }
  lengthsByPrefix[first] = bits;
  return bits;
}
