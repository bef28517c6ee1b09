/**
 * As `matchAll`, which makes a copy of the pattern first: that costs more than to look for it in a short text.
 * @param form global; never matches an empty stretch
 * @param visit false ends it
 */
export function eachMatch(form: RegExp, text: string, visit: (match: RegExpExecArray) => unknown): void {
  form.lastIndex = 0;
  for (let match = form.exec(text); match !== null; match = form.exec(text)) if (visit(match) === false) return;
}
