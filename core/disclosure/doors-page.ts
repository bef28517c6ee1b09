import { answerOf, DOOR_NAMES, type DoorName, doorOf, eventsOf, type GuardAnswer, type GuardRules } from './doors.ts';

export interface DoorRow {
  door: DoorName;
  means: string;
  actions: readonly string[];
  /** `unheard`: it leaves no management event. */
  answer: GuardAnswer | 'unheard';
  /** Why guardrails do not deny it. */
  open?: string;
}

/** The doors for people to read, under a disclosure. */
export const doorRows = (rules: GuardRules): DoorRow[] =>
  DOOR_NAMES.map((door) => {
    const { means, actions, open } = doorOf(door);
    const answer = eventsOf(door).length > 0 ? answerOf(door, rules) : 'unheard';
    return { door, means, actions, answer, ...(open !== undefined && { open }) };
  });

/** A row of the table in `docs/doors.md`. */
export const markdownRow = ({ door, means, actions, answer, open }: DoorRow): string =>
  `| \`${door}\` | ${means} | ${actions.map((action) => `\`${action}\``).join(', ')} | ${answer} | ${open ?? 'denied'} |`;
