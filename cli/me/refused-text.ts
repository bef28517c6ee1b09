/** How many of its frames were refused, and why, most first; `-` where none was. */
export function refusedText({ refused = {} }: { refused?: Readonly<Record<string, number>> | undefined }): string {
  const reasons = Object.entries(refused).sort(([, a], [, b]) => b - a);
  return reasons.length === 0 ? '-' : reasons.map(([why, count]) => `${count} ${why}`).join(', ');
}
