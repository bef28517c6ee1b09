import { EVENT_KINDS, type EventKind, fieldsOf } from './event.ts';
import type { FieldSpec } from './field.ts';

/**
 * The catalogue as plain predicates, built once: one core has some 8 microseconds an event for everything, and a schema
 * library takes 2 to 10 for this alone.
 */

export interface FieldCheck {
  required: boolean;
  /** The value, never undefined, is of the field's type. */
  valid: (value: unknown) => boolean;
}

const string = (longest: number) => (value: unknown) => typeof value === 'string' && value.length <= longest;

/** Four events of five are paths: a loop of its own, which calls nothing. */
const integers = (most: number) => (value: unknown) => {
  if (!Array.isArray(value) || value.length > most) return false;
  for (let at = 0; at < value.length; at++) if (!Number.isSafeInteger(value[at])) return false;
  return true;
};

function predicate(spec: FieldSpec): (value: unknown) => boolean {
  switch (spec.type) {
    case 'boolean':
      return (value) => value === true || value === false;
    case 'number': {
      const { from = -Number.MAX_VALUE, to = Number.MAX_VALUE } = spec;
      return (value) => typeof value === 'number' && value >= from && value <= to;
    }
    case 'integer': {
      const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER } = spec;
      return (value) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
    }
    case 'integers':
      return integers(spec.most);
    case 'string':
      return string(spec.longest);
    case 'strings': {
      const valid = string(spec.longest);
      return (value) => Array.isArray(value) && value.length <= spec.most && value.every(valid);
    }
    case 'word': {
      const words = new Set<unknown>(spec.of);
      return (value) => words.has(value);
    }
    default:
      return spec satisfies never;
  }
}

/** The checks of each kind, `kind` itself left out. */
export const EVENT_CHECKS: ReadonlyMap<EventKind, Readonly<Record<string, FieldCheck>>> = new Map(
  EVENT_KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      fieldsOf(kind).map(([field, spec]) => [field, { required: spec.required === true, valid: predicate(spec) }]),
    ),
  ]),
);
