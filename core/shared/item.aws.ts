import type { Item } from './dynamodb.aws.ts';
import { SluiceError } from './errors.ts';

/** Strict readers of an item's attributes. What is not as it was written is damage, and is said by the attribute's name. */

export class Unreadable extends SluiceError {}

/** @throws Unreadable unless it is a text */
export function readText(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new Unreadable(`${name} cannot be read`);
  return value;
}

/** @throws Unreadable unless it is a set of texts */
export function readTexts(item: Item, name: string): string[] {
  const value = item[name]?.SS;
  if (value === undefined) throw new Unreadable(`${name} cannot be read`);
  return [...value].sort();
}

/** A count, an epoch or a time: a whole number from 0 that a double holds exactly. @throws Unreadable */
export function readWhole(item: Item, name: string): number {
  const value = Number(item[name]?.N ?? Number.NaN);
  if (!Number.isSafeInteger(value) || value < 0) throw new Unreadable(`${name} cannot be read`);
  return value;
}

/** The attribute, read, or undefined where there is none. */
export const optional = <T>(item: Item, name: string, read: (item: Item, name: string) => T): T | undefined =>
  item[name] === undefined ? undefined : read(item, name);
