import type { Detector } from '../detector.ts';
import { before } from '../detector.ts';

const PAIR = /(\d{1,2}\.\d{2,15})°?[ ]?([NS])?[,;\s]{1,3}[-+−]?(\d{1,3}\.\d{2,15})°?[ ]?([EW])?/y;
const DEGREES =
  /\d{1,3}\s?[°º]\s?\d{1,2}\s?['′’]\s?(?:\d{1,2}(?:\.\d{1,6})?\s?["″”'′]{1,2}\s?)?[NSEWO](?:[,\s]{1,3}\d{1,3}\s?[°º]\s?\d{1,2}\s?['′’]\s?(?:\d{1,2}(?:\.\d{1,6})?\s?["″”'′]{1,2}\s?)?[NSEWO])?/y;
const NAMED = /(?:\blat(?:itude)?|\bl(?:on|ng|ong)(?:itude)?)["']?[ :=]{1,3}-?$/i;
const SINGLE = /\d{1,3}\.\d{2,15}/y;
const CONTEXT = /(?:coord|gps|\blat|location|position|geo|maps)[^\n]{0,40}$/i;

export const coordinates: Detector = {
  name: 'coordinates',
  types: ['COORDINATES'],
  source: 'ISO 6709, RFC 5870; four decimals of a degree are eleven metres',
  triggers: { digits: [1, 18], whole: true, behind: '.°º \t\n\v\f\r' },
  mayBegin: (text, _start, end) => goesOn(text, end),
  examine(text, start, end, emit) {
    const c = text[end];
    // Nearly every number leaves here.
    if (!goesOn(text, end)) return;
    if (text[start - 1] === '.') return;
    if (c !== '.') {
      DEGREES.lastIndex = start;
      const match = DEGREES.exec(text);
      if (match) emit(start, start + match[0].length, 'COORDINATES');
      return;
    }
    const sign = '-+−'.includes(text[start - 1] ?? ' ') ? 1 : 0;
    PAIR.lastIndex = start;
    const match = PAIR.exec(text);
    if (match === null) {
      SINGLE.lastIndex = start;
      const single = SINGLE.exec(text);
      if (single && NAMED.test(before(text, start - sign, 20)))
        emit(start - sign, start + single[0].length, 'COORDINATES');
      return;
    }
    const [all, latitude, north, longitude, east] = match as unknown as [string, string, string?, string?, string?];
    if (Number(latitude) > 90 || Number(longitude) > 180) return;
    const precise = /\.\d{4}/.test(latitude!) && /\.\d{4}/.test(longitude!);
    if (precise || (north && east) || CONTEXT.test(before(text, start)))
      emit(start - sign, start + all.length, 'COORDINATES');
  },
};

/** With decimals or a sign of degrees. */
function goesOn(text: string, end: number): boolean {
  if (end >= text.length) return false;
  const c = text.charCodeAt(end);
  return c === 46 || isDegree(c) || (end + 1 < text.length && text.charCodeAt(end + 1) === 0xb0);
}

/** `°`, and `º`, which is typed for it. */
const isDegree = (c: number): boolean => c === 0xb0 || c === 0xba;
