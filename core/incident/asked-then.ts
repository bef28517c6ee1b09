import type { Disclosure } from '../disclosure/disclosure.ts';
import type { AskedThen, Incident } from './incident.ts';

type Gate = Pick<Disclosure, 'gate'>;

type Asked = AskedThen & Required<Pick<AskedThen, 'approvers'>>;

export const asksNow = ({ gate: { approvers, resume, triage } }: Gate): Asked => ({
  ...(resume?.toldHours !== undefined && { toldHours: resume.toldHours }),
  ...(resume?.greenHours !== undefined && { greenHours: resume.greenHours }),
  ...{ triageHours: triage.hours, triageLowHours: triage.lowHours },
  approvers: [...approvers],
});

/** The stricter of both. @param then absent of incidents of before it was noted: what is asked now */
export function asksOf(disclosure: Gate, { asked: then }: Pick<Incident, 'asked'>): Asked {
  const now = asksNow(disclosure);
  return then ? { approvers: now.approvers, ...stricter(then, now) } : now;
}

/** @param one the earlier: where no two groups decide by both, those decide who did by it */
export function stricter(one: AskedThen, other: AskedThen): AskedThen {
  const most = (name: 'toldHours' | 'greenHours') => {
    const hours = [one[name], other[name]].filter((given) => given !== undefined);
    return hours.length > 0 ? { [name]: Math.max(...hours) } : {};
  };
  return {
    ...most('toldHours'),
    ...most('greenHours'),
    triageHours: Math.min(one.triageHours, other.triageHours),
    triageLowHours: Math.min(one.triageLowHours, other.triageLowHours),
    ...decidedBy(one.approvers, other.approvers),
  };
}

/** A group that a deploy in the middle of an incident names decides nothing of it, and one that it takes away no more. */
function decidedBy(then: string[] | undefined, now: string[] | undefined): Pick<AskedThen, 'approvers'> {
  const only = then ?? now;
  if (!then || !now) return only ? { approvers: only } : {};
  const both = then.filter((group) => now.includes(group));
  return { approvers: new Set(both).size > 1 ? both : then };
}
