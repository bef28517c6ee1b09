/**
 * Versions of a disclosure are MAJOR.MINOR. MAJOR grows when something widens, so that consent must be asked again; MINOR
 * grows with every other change.
 */

const parts = (version: string): [major: number, minor: number] => {
  const [major, minor] = version.split('.').map(Number);
  return [major!, minor!];
};

/** Negative when `a` is older than `b`, 0 when equal. */
export function compareVersions(a: string, b: string): number {
  const [majorA, minorA] = parts(a);
  const [majorB, minorB] = parts(b);
  return majorA - majorB || minorA - minorB;
}

export const majorOf = (version: string): number => parts(version)[0];

/**
 * Whether a consent to one version still holds under another: the same MAJOR, and not newer than what is now in force.
 * A consent to a version that was never in force covers nothing.
 */
export function consentCovers(consented: string, current: string): boolean {
  return majorOf(consented) === majorOf(current) && compareVersions(consented, current) <= 0;
}
