/** One line of a step: exact, and made so that a drill can carry it out as it stands. */
export type Command = { run: string } | { wait: 'table-exists' | 'table-not-exists'; table: string } | AwsCall;

export interface AwsCall {
  service: 'dynamodb' | 'cloudformation' | 'lambda';
  /** As the API names it: `CreateBackup`. */
  operation: string;
  /** As the API takes it. A value `$NAME` is what an earlier call kept. */
  input: Readonly<Record<string, unknown>>;
  /** Name under which a part of the answer is kept, and where it stands in it. */
  keeps?: { name: string; from: string };
}

const kebab = (name: string): string =>
  name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
const isKept = (value: unknown): value is string => typeof value === 'string' && value.startsWith('$');
/** For a shell: nothing in it is special. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

/** As it is typed. */
export function inWords(command: Command): string {
  if ('run' in command) return command.run;
  if ('wait' in command) return `aws dynamodb wait ${command.wait} --table-name ${command.table}`;
  const { service, operation, input, keeps } = command;
  const given = Object.entries(input).filter(([, value]) => !isKept(value));
  const kept = Object.entries(input).flatMap(([name, value]) =>
    isKept(value) ? [` --${kebab(name)} "${value}"`] : [],
  );
  const words = `aws ${service} ${kebab(operation)}${given.length > 0 ? ` --cli-input-json ${quoted(JSON.stringify(Object.fromEntries(given)))}` : ''}${kept.join('')}`;
  return keeps ? `${keeps.name}=$(${words} --query ${keeps.from} --output text)` : words;
}
