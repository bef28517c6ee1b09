import type { Random } from './random.ts';

/** `{slot}`, `(a|b)` one of them, `[a|b]` one of them or nothing, `\n` a line end. Brackets may nest. */
export type Template =
  | { kind: 'text'; text: string }
  | { kind: 'slot'; name: string }
  | { kind: 'all'; parts: Template[] }
  | { kind: 'one'; options: Template[]; optional: boolean };

export function parseTemplate(source: string): Template {
  let at = 0;
  const sequence = (closing: string): Template[] => {
    const options: Template[] = [];
    let parts: Template[] = [];
    let text = '';
    const endText = (): void => {
      if (text) parts.push({ kind: 'text', text });
      text = '';
    };
    while (at < source.length) {
      const c = source[at]!;
      if (c === closing) break;
      at++;
      if (c === '\\' && source[at] === 'n') {
        text += '\n';
        at++;
      } else if (c === '{' && /^[a-zA-Z][a-zA-Z0-9]*\}/.test(source.slice(at))) {
        endText();
        const close = source.indexOf('}', at);
        parts.push({ kind: 'slot', name: source.slice(at, close) });
        at = close + 1;
      } else if ((c === '(' && opensChoice(source, at)) || (c === '[' && opensChoice(source, at))) {
        endText();
        const options = sequence(c === '(' ? ')' : ']');
        at++;
        parts.push({ kind: 'one', options, optional: c === '[' });
      } else if (c === '|' && closing) {
        endText();
        options.push({ kind: 'all', parts });
        parts = [];
      } else text += c;
    }
    endText();
    options.push({ kind: 'all', parts });
    return options;
  };
  return sequence('')[0]!;
}

/** A bracket without alternatives, and without a slot or a space before its close, is punctuation of the text itself. */
function opensChoice(source: string, at: number): boolean {
  const open = source[at - 1]!;
  const close = open === '(' ? ')' : ']';
  let depth = 1;
  let bar = false;
  for (let i = at; i < source.length; i++) {
    if (source[i] === open) depth++;
    else if (source[i] === close && --depth === 0)
      return bar || open === '[' ? !/^\{time\}$/.test(source.slice(at, i)) : false;
    else if (source[i] === '|' && depth === 1) bar = true;
  }
  return false;
}

/** A random text of the template; `slot` gives the text of each slot. */
export function expand(template: Template, random: Random, slot: (name: string) => string): string {
  let out = '';
  const walk = (node: Template): void => {
    if (node.kind === 'text') out += node.text;
    else if (node.kind === 'slot') out += slot(node.name);
    else if (node.kind === 'all') for (const part of node.parts) walk(part);
    else if (!node.optional || random.chance(0.5)) walk(random.pick(node.options));
  };
  walk(template);
  return out;
}
