import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';

/** What an extension within a house is called. */
const CALLED = new Context(
  /(?:\bext(?:n|ension)?\b|\bint\.|\binterno\b|\bwew(?:n(?:ętrzny)?)?|\bdahili|\bdurchwahl\b|\bnebenstelle\b|\bdw\b|\bapp\.|\btst\b|\btoestel\b|\bposte\b|\bramal\b|\banknytning\b|\blinka\b|\bklapka\b|\balanumero\b|εσωτ(?:ερικό)?|доб\.|вн(?:утр)?\.|внутренний|内線|分机|内线|내선|تحويلة|एक्सटेंशन|เบอร์ภายใน|ต่อ)(?:\.? ?n[r°º]\.?)?[ .:]{0,3}$/i,
  24,
);

/** The number of a telephone within a house: three to five digits behind what it is called. */
export const phoneExtension: Detector = {
  name: 'phone-extension',
  types: ['PHONE'],
  source: 'Words for an extension in the languages that redaction knows',
  triggers: { digits: [3, 5], announced: true, whole: true, worded: [CALLED] },
  examine(text, start, end, emit, digits) {
    // Only one group: others are looked at by whoever wants a whole number.
    if (end - start !== digits.length) return;
    if (CALLED.precedes(text, start) && !/[\d%]/.test(text[end] ?? '')) emit(start, end, 'PHONE');
  },
};
