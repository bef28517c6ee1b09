import { watchedEvents } from '../disclosure/doors.ts';

/** A rule by which the guard hears of doors, as it is deployed now. */
export interface DoorRule {
  /** Of AWS's service. */
  service: string;
  /** Absent: there is no such rule. */
  found?: {
    enabled: boolean;
    /** Names of events, or how they begin. */
    hears: readonly string[];
    /** ARNs of what it calls. */
    calls: readonly string[];
  };
}

/** Port. */
export interface DoorRules {
  /** One for each service whose events move a door. */
  look(): Promise<DoorRule[]>;
}

/**
 * Services of whose events the guard would not hear: the rule is off, gone, hears of fewer, or does not call the guard.
 * @param guard name of its function
 */
export function blindTo(rules: readonly DoorRule[], guard: string): string[] {
  const of = new Map(rules.map((rule) => [rule.service, rule.found]));
  return [...watchedEvents()].flatMap(([service, events]) => {
    const rule = of.get(service);
    const hears =
      rule?.enabled === true &&
      rule.calls.some((arn) => arn.endsWith(`:function:${guard}`)) &&
      events.every((event) => rule.hears.some((heard) => event === heard));
    return hears ? [] : [service];
  });
}
