import { EVENT_KINDS, type Event, type EventKind, fieldsOf } from '../wire/event.ts';
import type { FieldSpec } from '../wire/field.ts';
import { isSecretField, type Vocabulary } from '../wire/vocabulary.ts';
import type { SensitiveType } from './redactor.ts';

/** What redaction does with a field: follows from what the catalogue (wire/event.ts) says that the field is. */
export interface Treatment {
  /**
   * `keep`: as it came, admission has checked it. `word`: the word of a closed list that stands for it. `identifier`: a keyed
   * hash. `name`: replaced whole. `text`: what is found in it is replaced.
   */
  readonly do: 'keep' | 'word' | 'identifier' | 'name' | 'text';
  readonly of: Vocabulary | undefined;
}

export interface Plan {
  /** By field; what is not in it is not stored. */
  readonly fields: Readonly<Record<string, Treatment>>;
  /** What people wrote or read. */
  readonly content: readonly (readonly [field: string, of: Vocabulary | undefined])[];
}

/** One object for all such fields: the check of the hot path is a comparison. */
export const KEEP: Treatment = { do: 'keep', of: undefined };

export function treatmentOf(spec: FieldSpec): Treatment {
  switch (spec.role) {
    case 'measure':
      return KEEP;
    case 'vocabulary':
      return spec.type === 'string' && spec.of !== 'applications' ? { do: 'word', of: spec.of } : KEEP;
    case 'content':
      return { do: spec.of === undefined ? 'text' : 'word', of: spec.of };
    case 'identifier':
    case 'name':
      return { do: spec.role, of: undefined };
    default:
      return unknownRole(spec);
  }
}

function unknownRole(spec: never): never {
  throw new TypeError(`the catalogue has a role that nothing redacts: ${JSON.stringify(spec)}`);
}

function planOf(kind: EventKind): Plan {
  const fields: Record<string, Treatment> = Object.create(null);
  fields.kind = KEEP;
  const content: [string, Vocabulary | undefined][] = [];
  for (const [field, spec] of fieldsOf(kind)) {
    fields[field] = treatmentOf(spec);
    if (spec.role === 'content') content.push([field, spec.of]);
  }
  return { fields, content };
}

/** The plan of each kind; of a kind that has none nothing is stored. */
export const PLANS: ReadonlyMap<string, Plan> = new Map(EVENT_KINDS.map((kind) => [kind, planOf(kind)]));

/** Fields of a kind that hold free text. */
export const textFieldsOf = (kind: string): readonly string[] =>
  (PLANS.get(kind)?.content ?? []).filter(([, of]) => of === undefined).map(([field]) => field);

/** What all texts of an event are masked as: those of a secret field, and those of others who take no part. */
export function maskedWhole(event: Event, othersConsented: boolean): SensitiveType | undefined {
  if ('fieldType' in event && isSecretField(event.fieldType)) return 'PASSWORD';
  return 'author' in event && event.author === 'other' && !othersConsented ? 'OTHER' : undefined;
}
