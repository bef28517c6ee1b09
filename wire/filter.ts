import { EVENT_CHECKS } from './checks.ts';
import { EVENT_KINDS, EVENTS, type Event, type EventKind, fieldsOf, type KeyEvent } from './event.ts';
import { KEY_DETAILS, type KeyDetail, type Role } from './field.ts';
import { keyClass } from './key-class.ts';
import { Unparsed } from './unparsed.ts';
import { isSecretField } from './vocabulary.ts';

/**
 * The part of the disclosure that is enforced event by event: by the agent before sealing, and again by the redactor,
 * which trusts no agent. Both call `createAdmission`, so that they cannot differ.
 */

export interface Filter {
  program: string;
  /** Version of the disclosure that the filter was made from. */
  disclosure: string;
  /** Kinds that may be kept, and the fields of each; `kind`, `time` and `app` are always kept. */
  kinds: Partial<Record<EventKind, readonly string[]>>;
  /** Allow-list of applications, default deny; exact match on the lower-case id. */
  applications: Readonly<Record<string, ApplicationFilter>>;
}

export interface ApplicationFilter {
  keys: KeyDetail;
  /**
   * Of a site, paths of the pages that are recorded, `*` for any signs. Absent: all. Only a collector knows where it is: the redactor cannot ask it again.
   */
  pages?: readonly string[] | undefined;
}

/**
 * Why an event of an admitted frame is not stored. `unparsed`: its line is not one flat JSON object; `invalid`: a known
 * field is missing or of a wrong type; `kind`, `application`: not disclosed; `detail`: content where the application's key
 * detail is lower; `time`: captured outside of its lease's window (capture-window.ts); `redaction`: a type whose action is `drop` was
 * found in it; `opted-out`: of an application or kind that the person left out of their consent, which the agent's filter leaves out first.
 */
export const DROP_REASONS = [
  'unparsed',
  'invalid',
  'kind',
  'application',
  'detail',
  'time',
  'redaction',
  'opted-out',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export type Admission =
  | { event: Event /** Undisclosed fields that were removed. */; stripped: number }
  | { dropped: DropReason };

/** Decides one parsed line. */
export type Admit = (candidate: unknown) => Admission;

/** Always kept, whatever the disclosure lists. */
const ALWAYS = new Set(['kind', 'time', 'app']);

/** Kept only where the application's key detail is `content`, and in no field that is secret. */
const WITHHELD: ReadonlySet<Role> = new Set(['content', 'name']);

/** Whether an application's key detail drops a kind whole. */
const isDropped = (kind: EventKind, detail: KeyDetail): boolean =>
  KEY_DETAILS.indexOf(detail) < KEY_DETAILS.indexOf(EVENTS[kind].detail);

interface FieldRule {
  valid: (value: unknown) => boolean;
  required: boolean;
  kept: boolean;
}

interface KindRule {
  /** Rule of each field that the wire format knows; what is not in it is stripped. */
  fields: Record<string, FieldRule>;
  required: number;
  /** A key whose `code` and `key` go gets its class, if that is disclosed. */
  classify: boolean;
}

function kindRule(kind: EventKind, disclosed: readonly string[], detail: KeyDetail): KindRule {
  const checks = EVENT_CHECKS.get(kind)!;
  const fields: Record<string, FieldRule> = Object.create(null);
  // By which the rule was found.
  fields.kind = { valid: () => true, required: true, kept: true };
  for (const [field, { role }] of fieldsOf(kind)) {
    const { valid, required } = checks[field]!;
    const kept = (ALWAYS.has(field) || disclosed.includes(field)) && (detail === 'content' || !WITHHELD.has(role));
    // Not required where it is not disclosed: an agent that honours the filter has taken it out already.
    fields[field] = { valid, required: required && kept, kept };
  }
  const required = Object.values(fields).filter((rule) => rule.required).length;
  return { fields, required, classify: kind === 'key' && detail !== 'content' && disclosed.includes('class') };
}

interface ApplicationRule {
  kinds: Map<unknown, KindRule | 'detail'>;
  /** The same with `class` detail at most, for fields that are secret. */
  secret: Map<unknown, KindRule | 'detail'>;
}

function kindRules(filter: Filter, detail: KeyDetail): Map<unknown, KindRule | 'detail'> {
  const rules = new Map<unknown, KindRule | 'detail'>();
  for (const kind of EVENT_KINDS) {
    const disclosed = filter.kinds[kind];
    if (disclosed !== undefined)
      rules.set(kind, isDropped(kind, detail) ? 'detail' : kindRule(kind, disclosed, detail));
  }
  return rules;
}

const DROP = Object.fromEntries(DROP_REASONS.map((dropped) => [dropped, Object.freeze({ dropped })])) as Record<
  DropReason,
  { dropped: DropReason }
>;

/**
 * Compiles a filter. What the returned function decides, in this order, the first that applies:
 *
 * 1. `unparsed`: not an object, or an `Unparsed` line.
 * 2. `invalid`: `kind` or `app` is not a string. `kind`: not disclosed. `application`: not on the allow-list.
 * 3. `detail`: the application's key detail drops the kind whole.
 * 4. `invalid`: a known field has a wrong type, or one that is required and disclosed is missing.
 * 5. kept, without the fields that are not disclosed, and without content and names where the detail is lower, or in a
 *    field that is secret; a key event gets its `class` instead. Each field that was there
 *    and went counts as stripped.
 *
 * Idempotent: what was kept is kept again with nothing stripped. The candidate is never changed; it is returned itself
 * when nothing had to go.
 */
export function createAdmission(filter: Filter): Admit {
  const byDetail = new Map(
    KEY_DETAILS.map((detail): [KeyDetail, ApplicationRule] => [
      detail,
      { kinds: kindRules(filter, detail), secret: kindRules(filter, detail === 'content' ? 'class' : detail) },
    ]),
  );
  const disclosed = new Set<unknown>(EVENT_KINDS.filter((kind) => filter.kinds[kind] !== undefined));
  const hasFieldType = new Set<unknown>(EVENT_KINDS.filter((kind) => 'fieldType' in EVENTS[kind].fields));
  const applications = new Map<unknown, ApplicationRule>(
    Object.entries(filter.applications).map(([app, { keys }]) => [app, byDetail.get(keys)!]),
  );

  return (candidate) => {
    if (typeof candidate !== 'object' || candidate === null || candidate instanceof Unparsed) return DROP.unparsed;
    const event = candidate as Record<string, unknown>;
    const { kind, app } = event;
    if (typeof kind !== 'string') return DROP.invalid;
    if (!disclosed.has(kind)) return DROP.kind;
    if (typeof app !== 'string') return DROP.invalid;
    const application = applications.get(app);
    if (application === undefined) return DROP.application;
    const secret = hasFieldType.has(kind) && isSecretField(event.fieldType);
    const rule = (secret ? application.secret : application.kinds).get(kind)!;
    if (rule === 'detail') return DROP.detail;

    let required = 0;
    let stripped = 0;
    for (const field in event) {
      const value = event[field];
      // Not JSON: an SDK caller's `{ window: undefined }` is an absent field.
      if (value === undefined) continue;
      const check = rule.fields[field];
      if (check === undefined) {
        stripped++;
        continue;
      }
      if (!check.valid(value)) return DROP.invalid;
      if (check.required) required++;
      if (!check.kept) stripped++;
    }
    if (required !== rule.required) return DROP.invalid;
    const unclassed = rule.classify && event.class === undefined;
    if (stripped === 0 && !unclassed) return { event: candidate as Event, stripped };

    const kept: Record<string, unknown> = {};
    for (const field in event) if (rule.fields[field]?.kept === true) kept[field] = event[field];
    if (unclassed) kept.class = keyClass(event.key as string | undefined, event.code as string | undefined);
    return { event: kept as unknown as KeyEvent, stripped };
  };
}
