import { CommandError, EXIT } from './exit-codes.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A time that somebody types: ISO 8601, a date (its beginning, where they are), or so long ago: `90m`, `8h`, `2d`, `1w`.
 * @param now ms
 * @throws CommandError `bad-time`
 */
export function momentOf(option: string, value: string, now: number): number {
  const ago = /^(\d{1,6})([mhdw])$/.exec(value);
  const ms = ago
    ? now - Number(ago[1]) * UNITS[ago[2]!]!
    : /^\d{4}-\d\d-\d\d(T|$)/.test(value)
      ? Date.parse(value.includes('T') ? value : `${value}T00:00:00`)
      : Number.NaN;
  if (Number.isNaN(ms) || ms < 0) {
    throw new CommandError(
      EXIT.usage,
      'bad-time',
      `${option}: not a time: use ISO 8601 (2026-11-25T09:00:00Z), a date (2026-11-25), or how long ago (90m, 8h, 2d, 1w).`,
    );
  }
  return ms;
}
