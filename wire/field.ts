import type { Vocabulary } from './vocabulary.ts';

/** What the catalogue (event.ts) can say of a field, and of a kind of event. */

/** How much of a key is kept in an application: nothing, class and timing, or the key itself (and field texts). */
export const KEY_DETAILS = ['none', 'class', 'content'] as const;
export type KeyDetail = (typeof KEY_DETAILS)[number];

interface Described {
  /** An event without it is invalid, where the field is disclosed. */
  readonly required?: true;
  /** A word or two for people: the consent text. */
  readonly words: string;
  /** What an agent's author has to know beside it: the wire format page. */
  readonly about?: string;
}

/** A number or a flag, stored as it is. */
type Measure = { readonly role: 'measure' } & (
  | { readonly type: 'boolean' }
  | { readonly type: 'number' | 'integer'; readonly from?: number; readonly to?: number }
  | { readonly type: 'integers'; readonly most: number }
);

/**
 * A word of a closed list. `word`: an event with another word is invalid. `string`: another word is admitted, and another
 * one stored for it. `applications`: the list is the disclosure's, and admission keeps to it.
 */
type Word =
  | { readonly role: 'vocabulary'; readonly type: 'word'; readonly of: readonly string[] }
  | {
      readonly role: 'vocabulary';
      readonly type: 'string';
      readonly longest: number;
      readonly of: Vocabulary | 'applications';
    };

/** An id that the device chose. What is stored is a keyed hash of it, the same for the same id. */
type Identifier = { readonly role: 'identifier'; readonly type: 'string'; readonly longest: number };

/** Names, handles, addresses of people: replaced whole. */
type Name = { readonly role: 'name'; readonly longest: number } & (
  | { readonly type: 'string' }
  | { readonly type: 'strings'; readonly most: number }
);

/**
 * What people write or read: examined as text, and kept only where the application's key detail is `content`. With a list
 * of words nothing else is stored.
 */
type Content = {
  readonly role: 'content';
  readonly type: 'string';
  readonly longest: number;
  readonly of?: Vocabulary;
};

/** Lengths are UTF-16 units. */
export type FieldSpec = Described & (Measure | Word | Identifier | Name | Content);
export type Role = FieldSpec['role'];

export interface KindSpec {
  /** For people: the consent text. */
  readonly words: string;
  /** The least key detail of an application at which such events are kept at all. */
  readonly detail: KeyDetail;
  readonly about: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
}
