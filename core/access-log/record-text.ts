/*
 * Files of CloudTrail are one JSON object with an array of records. They are read record by record, so that one that ends in the middle
 * gives what it has.
 */

/** The objects of an array, each as its text; `whole` tells whether it ended. @param text from the array's `[` on */
export function* objectsIn(text: string): Generator<string, boolean> {
  let depth = 0;
  let inText = false;
  let start = -1;
  for (let at = text.indexOf('[') + 1; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (inText) {
      if (sign === BACKSLASH) at++;
      else if (sign === QUOTE) inText = false;
      continue;
    }
    if (sign === QUOTE) inText = true;
    else if (sign === OPEN) {
      if (depth === 0) start = at;
      depth++;
    } else if (sign === CLOSE) {
      depth--;
      if (depth === 0) yield text.slice(start, at + 1);
    } else if (sign === END && depth === 0) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, END] = ['"', '\\', '{', '}', ']'].map((sign) => sign.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];
