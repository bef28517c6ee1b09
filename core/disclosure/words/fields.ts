import type { EVENTS, EventKind } from '../../../wire/event.ts';

type NamesOf<K extends EventKind> = K extends EventKind ? keyof (typeof EVENTS)[K]['fields'] : never;

/** Names of fields over all kinds: one of a name has the same words in each (a test holds it). */
export type FieldName = NamesOf<EventKind>;
