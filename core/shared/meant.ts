/**
 * The word that was meant by one that is not known: the nearest of those that are, by the letters that were left out, added, changed
 * or swapped; `undefined` where none is near. More than a third of the letters is another word.
 */
export function meant(word: string, known: Iterable<string>): string | undefined {
  const asked = word.toLowerCase();
  let best: { distance: number; name: string } | undefined;
  for (const name of known) {
    const distance = editDistance(asked, name.toLowerCase());
    const most = Math.max(1, Math.floor(Math.max(word.length, name.length) / 3));
    if (distance <= most && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { distance, name };
  }
  return best?.name;
}

/** ` (did you mean "x"?)`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const name = meant(word, known);
  return name === undefined ? '' : ` (did you mean "${name}"?)`;
}

/** Optimal string alignment: Levenshtein's distance, where two letters that are swapped count once. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        replaced,
        last[j]! + 1,
        row[j - 1]! + 1,
        isSwap ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
