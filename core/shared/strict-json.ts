/**
 * JSON that every reader reads alike. `JSON.parse` takes the last of two members of one name and rounds a number that is too long, others
 * take the first, or keep it: what was signed, and what somebody is shown, would be two things.
 */

/** Content-free. */
export class NotStrict extends Error {}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/gsu;

/** @throws NotStrict, in words that both verifiers use */
export function strictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotStrict('no JSON');
  }
  // Most of what comes was written by JSON.stringify, which writes nothing twice and no number longer than it is.
  if (!text.includes('\\u') && text.isWellFormed() && again(value) === text) return value;
  check(text);
  return value;
}

function again(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new NotStrict('nested too deeply');
  }
}

/** @param text that is JSON */
function check(text: string): void {
  /** Names seen in each object that is open; nothing for a list. */
  const open: (Set<string> | undefined)[] = [];
  let name: string | undefined;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const names = open.at(-1)!;
      if (names.has(name!)) throw new NotStrict('not canonical: a member twice');
      names.add(name!);
    } else if (token.startsWith('"')) {
      name = JSON.parse(token) as string;
      if (!name.isWellFormed()) throw new NotStrict('not canonical: half a character');
    } else if (/^[-\d]/.test(token) && JSON.stringify(Number(token)) !== token) {
      throw new NotStrict('not canonical: a number that is not written as the one it is');
    }
  }
}
