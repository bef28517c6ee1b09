import type { Document, Row, Thing, Unread } from '../inventory.ts';
import type { ActionOf, CollectedKind } from './kinds.ts';

/** The port of the collectors: one kind of thing in one place, read a page at a time. */

export interface Page {
  rows: (Thing | Row<'gap'>)[];
  /** Where the next page begins; absent: that was the last. Kept in the journal, so that an interrupted run goes on there. */
  next?: string;
}

/** @param after `next` of the page before */
export type ReadPage = (after: string | undefined) => Promise<Page>;
export type Reader<K extends CollectedKind> = (at: Place<K>) => ReadPage;

export interface Place<K extends CollectedKind = CollectedKind> {
  account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  partition: string;
  region: string;
  /** A client of a service in this Region, or in another one; made once. */
  client<C>(Client: new (settings: ClientSettings) => C, region?: string): C;
  /**
   * Calls, and throws what went wrong: of the list of the kind.
   */
  must<T>(action: ActionOf<K>, send: () => Promise<T>): Promise<T>;
  /**
   * Calls for one fact about a thing.
   * @param absent names of the errors by which the service says that there is none
   * @returns undefined: there is none; `unknown`: it would not say
   */
  ask<T>(action: ActionOf<K>, send: () => Promise<T>, ...absent: string[]): Promise<T | undefined | Unread>;
  /** The things of a page, a few at a time; one that could not be looked at becomes a gap with its name. */
  each<T>(items: readonly T[], idOf: (item: T) => string, look: (item: T) => Promise<Thing[]>): Promise<Page['rows']>;
  /** How many names of objects of a bucket are noted. */
  sample: number;
  /** Policies that rows so far refer to, and that are not there yet. */
  missingPolicies(): readonly string[];
}

export interface ClientSettings {
  region: string;
}

/** A policy as a service gave it: parsed where it is JSON, as it stands where it is not. */
export function documentOf(text: string | undefined, encoded = false): Exclude<Document, Unread> | undefined {
  if (text === undefined || text === '') return undefined;
  const plain = encoded ? decoded(text) : text;
  try {
    const value: unknown = JSON.parse(plain);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : plain;
  } catch {
    return plain;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A field of a row: left out where there is nothing. */
export const field = <N extends string, T>(name: N, value: T | undefined): { [Key in N]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { [Key in N]?: T });

export type TagList = readonly { Key?: string | undefined; Value?: string | undefined }[];
export const tagsOf = (tags: TagList | undefined): Record<string, string> | undefined =>
  tags && tags.length > 0 ? Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])) : undefined;
