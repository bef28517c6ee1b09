import type { Disclosure } from '../disclosure/disclosure.ts';
import { OWN_DATA } from './reading.ts';

/** What of a segment is shown for a purpose: events of its kinds and programs. What is one's own is shown whole. @param lines NDJSON */
export function shownFor({ purposes }: Pick<Disclosure, 'purposes'>, purpose: string, lines: string): string {
  const { kinds, applications } = (purpose !== OWN_DATA && purposes[purpose]) || {};
  if (!kinds && !applications) return lines;
  return lines
    .split('\n')
    .filter((line) => {
      if (line === '') return true;
      const { kind, app } = JSON.parse(line) as { kind: string; app: string };
      return (kinds?.some((one) => one === kind) ?? true) && (applications?.includes(app) ?? true);
    })
    .join('\n');
}
