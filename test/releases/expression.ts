/** As much of DynamoDB's expressions as reading uses. What it does not know it refuses, so that nothing passes by chance. */

export type Value = { S?: string; N?: string; [type: string]: unknown };
export type Row = Record<string, Value>;

const TOKEN =
  /\s*(begins_with|attribute_exists|attribute_not_exists|BETWEEN|AND|OR|NOT|<=|>=|<>|[=<>(),]|[#:]?[\w.-]+)/gy;

/** Whether a row meets a key condition or filter. `AND` binds before `OR`, as DynamoDB has it. */
export function holds(expression: string, row: Row, names: Record<string, string>, values: Row): boolean {
  const tokens = [...expression.matchAll(TOKEN)].map(([, token]) => token!);
  if (tokens.join('') !== expression.replaceAll(/\s/g, '')) throw new Error(`cannot read the expression ${expression}`);
  const next = (wanted?: string): string => {
    const token = tokens.shift();
    if (token === undefined || (wanted !== undefined && token !== wanted)) throw new Error(`expected ${wanted}`);
    return token;
  };
  const operand = (token: string): Value | undefined =>
    token.startsWith(':') ? values[token] : row[token.startsWith('#') ? names[token]! : token];

  const term = (): boolean => {
    const token = next();
    if (token === 'NOT') return !term();
    if (token === '(') {
      const inside = either();
      next(')');
      return inside;
    }
    if (token.startsWith('attribute_')) {
      next('(');
      const there = operand(next()) !== undefined;
      next(')');
      return there === (token === 'attribute_exists');
    }
    if (token === 'begins_with') {
      next('(');
      const whole = operand(next());
      next(',');
      const start = operand(next());
      next(')');
      return Boolean(whole?.S?.startsWith(start!.S!));
    }
    const [left, sign] = [operand(token), next()];
    if (sign === 'BETWEEN') {
      const low = operand(next());
      next('AND');
      return meets(left, '>=', low) && meets(left, '<=', operand(next()));
    }
    return meets(left, sign, operand(next()));
  };
  // Both sides are always read: a side that is skipped would leave its tokens behind.
  const both = (): boolean => {
    let all = term();
    while (tokens[0] === 'AND') {
      next();
      all = term() && all;
    }
    return all;
  };
  const either = (): boolean => {
    let any = both();
    while (tokens[0] === 'OR') {
      next();
      any = both() || any;
    }
    return any;
  };
  const result = either();
  if (tokens.length > 0) throw new Error(`cannot read the expression ${expression}`);
  return result;
}

function meets(left: Value | undefined, sign: string, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const numbers = left.N !== undefined;
  const [a, b] = numbers ? [Number(left.N), Number(right.N)] : [left.S ?? '', right.S ?? ''];
  switch (sign) {
    case '=':
      return a === b;
    case '<>':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new Error(`unknown sign ${sign}`);
  }
}

/** The attributes that a projection names. @param expression @default all */
export function project(row: Row, expression: string | undefined, names: Record<string, string>): Row {
  if (expression === undefined) return row;
  const wanted = expression.split(',').map((name) => name.trim());
  const kept = wanted.map((name) => (name.startsWith('#') ? names[name]! : name));
  return Object.fromEntries(kept.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
}
