/** A row as the table's low-level form has it: numbers stay exact, which epochs and replay windows need. */
export type Row = Readonly<Record<string, Value>>;

/** One attribute, by its type. Structural: what the SDK gives is one, and the rules know no SDK. */
export interface Value {
  S?: string | undefined;
  N?: string | undefined;
  BOOL?: boolean | undefined;
  SS?: string[] | undefined;
  M?: Record<string, Value> | undefined;
  B?: Uint8Array | undefined;
  NULL?: boolean | undefined;
  NS?: string[] | undefined;
  L?: Value[] | undefined;
  BS?: Uint8Array[] | undefined;
}

export const S = (text: string): Value => ({ S: text });
export const N = (number: number): Value => ({ N: String(number) });
export const text = (row: Row | undefined, name: string): string | undefined => row?.[name]?.S;

/** A whole number that is not negative; nothing where it is none. */
export function whole(row: Row | undefined, name: string): number | undefined {
  const number = Number(row?.[name]?.N ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Whether two rows say the same, in whatever order. */
export const alike = (one: Row | undefined, other: Row | undefined): boolean => spelt(one) === spelt(other);

function spelt(value: unknown): string {
  if (value instanceof Uint8Array) return `b:${Buffer.from(value).toString('base64')}`;
  if (Array.isArray(value)) return `[${value.map(spelt).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  return `{${Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => `${JSON.stringify(name)}:${spelt(part)}`)
    .join()}}`;
}
