import type { Disclosure } from '../disclosure/disclosure.ts';
import type { AskedThen, Incident } from './incident.ts';

type Gate = Pick<Disclosure, 'gate'>;

export const asksNow = ({ gate: { resume, triage } }: Gate): AskedThen => ({
  ...(resume?.toldHours !== undefined && { toldHours: resume.toldHours }),
  ...(resume?.greenHours !== undefined && { greenHours: resume.greenHours }),
  ...{ triageHours: triage.hours, triageLowHours: triage.lowHours },
});

/** The stricter of both. @param then absent of incidents of before it was noted: what is asked now */
export function asksOf(disclosure: Gate, { asked: then }: Pick<Incident, 'asked'>): AskedThen {
  const now = asksNow(disclosure);
  return then ? stricter(then, now) : now;
}

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
  };
}
