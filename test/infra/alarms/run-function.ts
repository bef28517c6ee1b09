import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { MANIFESTS } from '../../../lib/functions.ts';
import { ofType, resolved, type Template, template } from '../templates.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** A factory of an adapter to AWS. The other files beside them are computation, and stay as they are. */
const FACTORY =
  /^export (?:async )?function ((?:aws|kms|s3|stepFunctions)[A-Z]\w*)|^export const ((?:aws|kms|s3|stepFunctions)[A-Z]\w*)/gm;

/** Ports by the name of the factory that makes them in production. Of all others, whatever is asked fails. */
export type Ports = Readonly<Record<string, unknown>>;

/** Of who calls. */
const EVERY_GROUP = ['employees', 'investigators', 'representatives', 'stewards', 'platform'];

/** The clock of the function, ms. */
export const time = { now: Date.UTC(2026, 10, 25, 12) };

/** Whatever is asked of it fails, but what is known. */
export const failing = (error: () => Error = () => new Error('not there'), known: object = {}): object =>
  new Proxy(known, {
    get: (of, name) => {
      // Nothing that is awaited may look like a promise.
      if (name === 'then' || Object.hasOwn(of, name)) return Reflect.get(of, name);
      return () => {
        const away = Promise.reject(error());
        // Whoever goes through pages of it never waits for it: what is nobody's would end the process.
        away.catch(() => {});
        return away;
      };
    },
  });

/**
 * The handler of a function as it is, in the environment that the template gives it; what would call AWS is replaced, port by port.
 * @param ports made after the modules of the one before are forgotten, so that errors are of the classes that the function knows
 * @param within the template that it stands in
 */
export async function loadHandler(
  name: string,
  ports: () => Promise<Ports>,
  within: Template = template('prod', MANIFESTS.get(name)?.stack ?? 'Service'),
): Promise<(event: unknown) => Promise<unknown>> {
  jest.resetModules();
  setEnvironment(name, within);
  let made: Ports = {};
  for (const file of globSync('{core,functions}/**/*.aws.ts', { cwd: PROJECT })) {
    const source = readFileSync(resolve(PROJECT, file), 'utf8');
    const factories = [...source.matchAll(FACTORY)].map(([, one, other]) => (one ?? other)!);
    if (factories.length === 0 && !file.startsWith('functions/shared/')) continue;
    const clients = file.startsWith('functions/shared/')
      ? [...source.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, one]) => one!)
      : [];
    jest.unstable_mockModule(resolve(PROJECT, file), () =>
      Object.fromEntries([...factories, ...clients].map((factory) => [factory, () => made[factory] ?? failing()])),
    );
  }
  jest.unstable_mockModule(resolve(PROJECT, 'functions/shared/disclosure.ts'), () => ({
    bundledDisclosure: () => sampleDisclosure(),
  }));
  jest.unstable_mockModule(resolve(PROJECT, 'functions/shared/issuer.ts'), () => ({
    recogniserOf: () => async () => ({ issuer: 'https://idp', sub: 'ann', groups: EVERY_GROUP }),
  }));
  jest.unstable_mockModule(resolve(PROJECT, 'core/shared/clock.ts'), () => ({ systemClock: { now: () => time.now } }));
  made = await ports();
  const { handler } = await import(`../../../functions/${name}/handler.ts`);
  const context = {
    functionName: name,
    awsRequestId: 'request',
    getRemainingTimeInMillis: () => 60_000,
  } as unknown as Context;
  return async (event) => handler(event, context);
}

/** Variables whose value another stack tells are any text of their kind. */
function setEnvironment(name: string, within: Template): void {
  const [, { Properties }] = ofType(within, 'AWS::Lambda::Function').find(([, one]) =>
    one.Properties.FunctionName.endsWith(`-${name}`),
  )!;
  for (const variable of Object.keys(process.env))
    if (/^(SLUICE|POWERTOOLS)_/.test(variable)) delete process.env[variable];
  const values = Object.entries<unknown>(resolved(within, Properties.Environment.Variables)).map(
    ([variable, value]) => [
      variable,
      typeof value === 'string' ? value : variable.endsWith('_ROLE') ? 'arn:aws:iam::1:role/x' : 'x',
    ],
  );
  Object.assign(process.env, Object.fromEntries(values), {
    AWS_REGION: 'us-east-1',
    POWERTOOLS_TRACE_ENABLED: 'false',
  });
}

/** Runs something, and hands over what it printed instead of printing it. */
export async function printedBy(run: () => Promise<unknown>): Promise<string[]> {
  const printed: string[] = [];
  const take = (chunk: unknown) => printed.push(String(chunk)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(take as never),
  );
  try {
    await run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return printed;
}
