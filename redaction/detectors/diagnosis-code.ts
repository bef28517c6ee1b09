import { before, type Detector } from '../detector.ts';
import { isWordAt } from '../text/classes.ts';

/** Chapter letter, two characters, and behind a dot up to four. */
const CODE = /[A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?/y;
const CONTEXT =
  /(?:\bicd|diagnos|\bdx\b|\bcode[ds]?\b|condition|patient|assessment|history|hx|claim|treated|suffers|medical)[^\n]{0,60}$/i;
const BEHIND =
  /^[ ,(:-]{1,3}(?:diabet|hypert|depress|anxiet|asthma|disorder|cancer|neoplasm|disease|injury|pain|fracture|infection)/i;

export const diagnosisCode: Detector = {
  name: 'diagnosis-code',
  types: ['MEDICAL'],
  source: 'WHO ICD-10 and CDC ICD-10-CM tabular list: form of a code, in the neighbourhood of a diagnosis',
  triggers: { codes: [3, 3] },
  examine(text, start, _end, emit) {
    CODE.lastIndex = start;
    const match = CODE.exec(text);
    if (match === null) return;
    const to = start + match[0].length;
    if (isWordAt(text, to) || '-_/.'.includes(text[start - 1] ?? ' ')) return;
    if (CONTEXT.test(before(text, start, 80)) || BEHIND.test(text.slice(to, to + 24))) emit(start, to, 'MEDICAL');
  },
};
