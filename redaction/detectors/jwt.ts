import type { Detector } from '../detector.ts';

const FORM = /eyJ[A-Za-z0-9_-]{8,}\.(?:eyJ)?[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){0,3}/y;

export const jwt: Detector = {
  name: 'jwt',
  types: ['SECRET'],
  source: 'RFC 7515 and 7516, compact serialisation: base64url of a JSON object begins with eyJ',
  triggers: { prefixes: ['eyJ'] },
  examine(text, start, _end, emit) {
    const part = text.slice(start, start + 16_384);
    FORM.lastIndex = 0;
    const match = FORM.exec(part);
    if (match) emit(start, start + match[0].length, 'SECRET');
  },
};
