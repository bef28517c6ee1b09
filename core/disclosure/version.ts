/**
 * Versions of a disclosure are MAJOR.MINOR. MAJOR grows when something widens, so that consent must be asked again; MINOR
 * grows with every other change, and never widens: `disclosure check` and each deploy compare it with the versions before
 * (`succession.ts`). Everything that asks about versions asks here (docs/decisions/disclosure-versions.md).
 */

/** Digits are bounded so that a version has one spelling, and one place among padded ones. */
export const VERSION_PATTERN = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;

/** What is no version (of a row that never had one) is below all versions, and of no MAJOR. */
const parts = (version: string): [major: number, minor: number] => {
  const [, major, minor] = VERSION_PATTERN.exec(version) ?? [];
  return major === undefined || minor === undefined ? [-1, -1] : [Number(major), Number(minor)];
};

/** Negative when `a` is older than `b`, 0 when equal. */
export function compareVersions(a: string, b: string): number {
  const [majorA, minorA] = parts(a);
  const [majorB, minorB] = parts(b);
  return majorA - majorB || minorA - minorB;
}

export const majorOf = (version: string): number => parts(version)[0];

/**
 * Whether a consent to one version holds under another: the same MAJOR, and not newer than it. A consent to a version that
 * was never in force covers nothing.
 */
export function consentCovers(consented: string, version: string): boolean {
  return majorOf(version) >= 0 && majorOf(consented) === majorOf(version) && compareVersions(consented, version) <= 0;
}

/**
 * What a redactor does with a frame, by versions alone:
 *
 * - `newer`: the lease is of a version that this redactor does not know. It may not judge it, neither way: the frame waits.
 * - `covered`: consent <= lease <= redactor, of one MAJOR. Its own filter is then the narrowest of the three.
 * - `not-covered`: what the frame was captured for is not what was consented to, or is not what is in force any more.
 */
export function judgeVersions({ consented, lease, mine }: { consented: string; lease: string; mine: string }) {
  if (compareVersions(lease, mine) > 0) return 'newer';
  return consentCovers(consented, lease) && consentCovers(lease, mine) ? 'covered' : 'not-covered';
}

/**
 * Whether a release may commit on a lane: not once a newer one has. What that one drops was disclosed before, and must not
 * be stored after it.
 * @param committed greatest version that committed on the lane; `undefined`: none since versions are noted
 */
export const mayCommit = (committed: string | undefined, mine: string): boolean =>
  committed === undefined || compareVersions(committed, mine) <= 0;

/** In an order that a store's comparison of texts keeps: `1.10` is after `1.9`. */
export function paddedVersion(version: string): string {
  return parts(version)
    .map((part) => String(Math.max(part, 0)).padStart(6, '0'))
    .join('.');
}

/** `undefined` when it is none. */
export const unpaddedVersion = (padded: string): string | undefined =>
  /^\d{6}\.\d{6}$/.test(padded) ? padded.split('.').map(Number).join('.') : undefined;
