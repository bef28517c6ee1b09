import { Refused } from './errors.ts';

/** Latest time of a JavaScript date, ms. */
export const LATEST = 8.64e15;

/**
 * Attributes of a stored row (numbers, texts and bytes as the document client gives them), each of the type and within the bounds that
 * whoever wrote it keeps.
 * @throws Refused `damaged`, naming the attribute
 */
export function attributesOf(row: Readonly<Record<string, unknown>>) {
  const damaged = (name: string) => new Refused('damaged', `attribute ${name} of a row cannot be read`);
  const value = (name: string): unknown => (Object.hasOwn(row, name) ? row[name] : undefined);
  const text = (name: string, pattern = /^[^\0]{1,512}$/): string => {
    const found = value(name);
    if (typeof found !== 'string' || !pattern.test(found)) throw damaged(name);
    return found;
  };
  const number = (name: string, most: number, least = 0): number => {
    const found = value(name);
    if (typeof found !== 'number' || !(found >= least && found <= most)) throw damaged(name);
    return found;
  };
  return {
    has: (name: string): boolean => value(name) !== undefined,
    text,
    number,
    time: (name: string): number => number(name, LATEST),
    count: (name: string): number => {
      const found = number(name, Number.MAX_SAFE_INTEGER);
      if (!Number.isSafeInteger(found)) throw damaged(name);
      return found;
    },
    oneOf: <T extends string>(name: string, words: readonly T[]): T => {
      const found = words.find((word) => word === value(name));
      if (found === undefined) throw damaged(name);
      return found;
    },
    bytes: (name: string): Uint8Array => {
      const found = value(name);
      if (!isBytes(found) || found.length === 0) throw damaged(name);
      return found;
    },
    texts: (name: string): string[] => {
      const found = value(name);
      const list = found instanceof Set ? [...found] : [];
      if (list.length === 0 || !list.every((one) => typeof one === 'string')) throw damaged(name);
      return list;
    },
    counts: (name: string): Record<string, number> => {
      const found = value(name);
      const pairs = found !== null && typeof found === 'object' ? Object.entries(found) : [['', Number.NaN] as const];
      if (!pairs.every(([, by]) => Number.isSafeInteger(by) && by >= 0)) throw damaged(name);
      return Object.fromEntries(pairs);
    },
  };
}

/** Not `instanceof`: a test's realm has a Uint8Array of its own. */
const isBytes = (value: unknown): value is Uint8Array => ArrayBuffer.isView(value) && 'length' in value;
