import type { Detector } from '../detector.ts';
import { isWordAt } from '../text/classes.ts';
import { SECRET_FORMATS } from './secret-formats.ts';

/** Formats by their first two characters, their bodies compiled when a prefix is first met. */
const formats = new Map<string, { prefix: string; body: string; pattern?: RegExp }[]>();
for (const { prefix, body } of SECRET_FORMATS) {
  const key = prefix.slice(0, 2);
  const list = formats.get(key);
  if (list) list.push({ prefix, body });
  else formats.set(key, [{ prefix, body }]);
}
/** No token of a service is longer; a bound keeps the time linear. */
const LONGEST = 1024;

export const secretToken: Detector = {
  name: 'secret-token',
  types: ['SECRET'],
  source: 'Published token prefixes: see secret-formats.ts',
  triggers: { prefixes: SECRET_FORMATS.map(({ prefix }) => prefix) },
  examine(text, start, _end, emit) {
    for (const format of formats.get(text.slice(start, start + 2))!) {
      if (!text.startsWith(format.prefix, start)) continue;
      format.pattern ??= new RegExp(format.body, 'y');
      const from = start + format.prefix.length;
      const body = text.slice(from, from + LONGEST);
      format.pattern.lastIndex = 0;
      const match = format.pattern.exec(body);
      if (match === null) continue;
      let to = from + match[0].length;
      // A token longer than its form is masked to its end all the same.
      while (isWordAt(text, to)) to++;
      emit(start, to, 'SECRET');
      return;
    }
  },
};
