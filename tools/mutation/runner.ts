/**
 * A test runner for Stryker that loads a test file once and then runs what reaches a mutant, in the same process: a few
 * milliseconds for a mutant, where Jest's own runner builds its module registry anew for each and takes seconds. The
 * nearest test files are asked first.
 *
 * What one process does for many mutants can leak from one into the next (caches, tables that are filled on use), so no
 * kill counts on trust: the same test must pass again with the mutant switched off. In the sources that `confirmSurvivals`
 * names, those with such a cache, a survival counts only in a process that has run no mutant before; elsewhere a mutant whose
 * code a cache has skipped counts as survived, so that the score can only be too low, in a third of the time. Where a result
 * does not count the runner throws, and Stryker asks again in a new process.
 *
 * A mutant that waits for ever is found by the time of the test in which it does, and not by Stryker's time limit: that is for
 * all tests together, and one that is too short would count what survives slowly as killed.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { getState } from 'jest-circus';
import { collect, failure, type LoadedTest, withHooks } from './tests.ts';

/** `inProcess` in stryker.config.json; patterns of paths below the project's folder. */
interface InProcessOptions {
  testFiles: string[];
  except: string[];
  /** Slow files, asked about mutants of their own folder only. */
  ownFolderOnly: string[];
  /**
   * Folder -> the only test files that are asked about mutants of what is below it: what else reaches them is far, slow, and
   * much. The score can only be too low for it.
   */
  ownTests: Record<string, string[]>;
  /**
   * Sources whose instances remember what they have read: for each mutant the test files are loaded anew, and with them the
   * instances that they make. Only the tests of their own folder and of `tools/` are asked, so that the score can only be too
   * low.
   */
  newInstances: string[];
  /** Pattern of the names of tests that measure time: a mutant is slow for reasons of its own. */
  exceptTests: string;
  /** Sources in which a survival is confirmed in a new process. */
  confirmSurvivals: string[];
}

/** What the instrumented code reads and writes: a global object. */
type Context = { [K in keyof InstrumenterContext]: InstrumenterContext[K] | undefined };

const MOST_GENERATIONS = 100;
/** ms without mutants. */
interface Times {
  tests: Record<string, number>;
  files: Record<string, number>;
}
/** Beside the sandbox's files, for processes that come later. */
const TIMES = 'test-times.json';
/** A test hangs that takes so many times as long, and this time in ms more, which a mutant of the first few pays for start-up. */
const SLOWER = 10;
const START_UP = 5_000;

/** On a machine that does other things too a test waits: one that has not had the processor for its time is given so many times as long by the clock. */
const PATIENCE = 6;

const LATE = Symbol('late');

async function unlessLater<T>(promise: Promise<T>, milliseconds: number): Promise<T | typeof LATE> {
  const begun = process.cpuUsage();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    const look = (looks: number) => {
      timer = setTimeout(() => {
        const { user, system } = process.cpuUsage(begun);
        if ((user + system) / 1000 >= milliseconds || looks === PATIENCE) resolve(LATE);
        else look(looks + 1);
      }, milliseconds);
    };
    look(1);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * `MUTANTS_ONE_OF=20`: one mutant of twenty is run, the same ones each time, and the others count as errors, which no score counts. Of a few hundred of them a
 * score is known to two points, in minutes where all take hours. `MUTANTS_DRAW=2` takes others: who has written tests for the survivors of one draw measures by
 * another.
 */
const ONE_OF = Number(process.env.MUTANTS_ONE_OF ?? 1);
const DRAW = process.env.MUTANTS_DRAW ?? '';
const inSample = ({ fileName, location, replacement }: MutantRunOptions['activeMutant']): boolean => {
  const name = `${DRAW}${relative(process.cwd(), fileName)} ${JSON.stringify(location)} ${replacement}`;
  return createHash('sha256').update(name).digest().readUInt32BE() % ONE_OF === 0;
};

class InProcessRunner implements TestRunner {
  static inject = tokens(commonTokens.options);
  readonly #files: string[];
  readonly #ownFolderOnly: Set<string>;
  /** By folder, with a slash after it. */
  readonly #ownTests: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #newInstances: Set<string>;
  readonly #exceptTests: RegExp;
  readonly #confirm: Set<string>;
  readonly #context: Context;
  readonly #loaded = new Map<string, LoadedTest[]>();
  /** How many times the test files were loaded anew. */
  #generation = 0;
  #used = false;
  /** Some test of this process waits for ever. */
  #hangs = false;
  #times: Times | undefined;

  constructor(all: StrykerOptions) {
    const options = all.inProcess as InProcessOptions;
    const own = Object.entries(options.ownTests);
    this.#ownTests = new Map(own.map(([folder, patterns]) => [`${folder}/`, new Set(globSync(patterns))]));
    const mutated = all.mutate
      .filter((pattern) => !pattern.startsWith('!'))
      .map((pattern) => this.#ownTestsOf(pattern));
    // Where all mutants have tests of their own, the others need not be loaded.
    this.#files = globSync(options.testFiles, { exclude: options.except })
      .filter((file) => mutated.some((tests) => tests === undefined || tests.has(file)))
      .sort();
    this.#ownFolderOnly = new Set(globSync(options.ownFolderOnly));
    this.#newInstances = new Set(globSync(options.newInstances));
    this.#exceptTests = new RegExp(options.exceptTests);
    this.#confirm = new Set(globSync(options.confirmSurvivals));
    const scope = globalThis as { __stryker__?: Context };
    scope.__stryker__ ??= {};
    this.#context = scope.__stryker__;
    const [globals, lazily] = ['globals', 'lazily'].map(
      (name) => pathToFileURL(resolve(`tools/mutation/${name}.ts`)).href,
    );
    const instead = (specifier: string): string => {
      if (specifier === '@jest/globals') return globals!;
      return specifier.endsWith('/lazily.ts') ? lazily! : specifier;
    };
    registerHooks({ resolve: (specifier, context, next) => next(instead(specifier), context) });
    fc.configureGlobal({ seed: 1 });
  }

  /** Modules stay loaded: for a mutant of what runs at load, Stryker starts a new process. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<DryRunResult> {
    this.#used = true;
    const tests: TestResult[] = [];
    const times: Times = { tests: {}, files: {} };
    for (const fileName of this.#files) {
      const begun = performance.now();
      for (const test of await this.#load(fileName)) {
        this.#context.currentTestId = test.id;
        const begun = performance.now();
        const failureMessage = await failure(test);
        const timeSpentMs = Math.ceil(performance.now() - begun);
        times.tests[test.id] = timeSpentMs;
        delete this.#context.currentTestId;
        const result = { id: test.id, name: test.id, fileName, timeSpentMs };
        tests.push(
          failureMessage === undefined
            ? { ...result, status: TestStatus.Success }
            : { ...result, status: TestStatus.Failed, failureMessage },
        );
      }
      times.files[fileName] = performance.now() - begun;
    }
    writeFileSync(TIMES, JSON.stringify(times));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#context.mutantCoverage! };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, testFilter } = options;
    if (!inSample(activeMutant)) return { status: MutantRunStatus.Error, errorMessage: 'not of the sample' };
    if (this.#hangs) throw new Error('a test still runs: a new process is due');
    this.#times ??= JSON.parse(readFileSync(TIMES, 'utf8')) as Times;
    const fresh = !this.#used;
    const source = relative(process.cwd(), options.sandboxFileName);
    this.#used = true;
    const renewed = this.#newInstances.has(source);
    if (renewed) this.#renew();
    this.#context.hitLimit = hitLimit;
    this.#context.hitCount = hitLimit === undefined ? undefined : 0;
    const filter = testFilter === undefined ? undefined : new Set(testFilter);
    let nrOfTests = 0;
    try {
      for (const fileName of this.#nearestFirst(source, filter)) {
        this.#context.activeMutant = options.mutantActivation === 'static' ? activeMutant.id : undefined;
        const tests = await this.#load(fileName);
        this.#context.activeMutant = activeMutant.id;
        for (const test of tests) {
          if (filter?.has(test.id) === false) continue;
          nrOfTests++;
          const longest = SLOWER * (this.#times.tests[test.id] ?? 0) + START_UP;
          const failureMessage = await unlessLater(failure(test), longest);
          if (failureMessage === LATE) {
            this.#hangs = true;
            return { status: MutantRunStatus.Timeout, reason: `${test.id} hangs` };
          }
          const endless = determineHitLimitReached(this.#context.hitCount, hitLimit);
          if (endless !== undefined) return { status: MutantRunStatus.Timeout, reason: `endless in ${test.id}` };
          if (failureMessage === undefined) continue;
          this.#context.activeMutant = undefined;
          if (renewed) this.#renew();
          const again = renewed ? (await this.#load(fileName)).find(({ id }) => id === test.id)! : test;
          if (!fresh && (await failure(again)) !== undefined) throw new Error('an earlier mutant left traces');
          return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage, nrOfTests };
        }
      }
    } finally {
      this.#context.activeMutant = undefined;
    }
    if (!fresh && this.#confirm.has(source)) throw new Error('a survival is decided in a new process');
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  #ownTestsOf(path: string): ReadonlySet<string> | undefined {
    for (const [folder, tests] of this.#ownTests) if (path.startsWith(folder)) return tests;
    return undefined;
  }

  /** Test files for a mutant of `source`: that of the same name, those of its folder, those of `tools/`, the others; quick ones before slow ones. */
  #nearestFirst(source: string, filter: ReadonlySet<string> | undefined): string[] {
    const wanted = filter && new Set([...filter].map((id) => id.slice(0, id.indexOf(' › '))));
    const distance = (file: string): number => {
      if (file === source.replace(/\.ts$/, '.test.ts')) return 0;
      if (dirname(file) === dirname(source)) return 1;
      return file.startsWith('tools/') ? 2 : 3;
    };
    const own = this.#ownTestsOf(source);
    const times = this.#times!.files;
    const farthest = this.#newInstances.has(source) ? 2 : 3;
    return this.#files
      .filter((file) => wanted?.has(file) !== false && distance(file) <= farthest)
      .filter((file) => own === undefined || own.has(file))
      .filter((file) => distance(file) < 2 || !this.#ownFolderOnly.has(file))
      .sort((a, b) => distance(a) - distance(b) || (times[a] ?? 0) - (times[b] ?? 0));
  }

  #renew(): void {
    this.#loaded.clear();
    this.#generation++;
    // What was loaded stays in memory.
    if (this.#generation > MOST_GENERATIONS) throw new Error('a new process is due');
  }

  async #load(fileName: string): Promise<LoadedTest[]> {
    const known = this.#loaded.get(fileName);
    if (known !== undefined) return known;
    const { children, hooks } = getState().rootDescribeBlock;
    const [before, hooksBefore] = [children.length, hooks.length];
    await import(`${pathToFileURL(resolve(fileName)).href}?${this.#generation}`);
    const tests: LoadedTest[] = [];
    const around = withHooks({ once: [], before: [], after: [] }, hooks.slice(hooksBefore));
    for (const child of children.slice(before)) collect(child, fileName, tests, around);
    const kept = tests.filter(({ id }) => !this.#exceptTests.test(id));
    this.#loaded.set(fileName, kept);
    return kept;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];

/** Lets Stryker check the options above. */
export const strykerValidationSchema = {
  properties: {
    inProcess: {
      type: 'object',
      required: ['testFiles', 'except', 'ownFolderOnly', 'ownTests', 'newInstances', 'exceptTests', 'confirmSurvivals'],
      additionalProperties: false,
      properties: {
        testFiles: { type: 'array', items: { type: 'string' } },
        except: { type: 'array', items: { type: 'string' } },
        ownFolderOnly: { type: 'array', items: { type: 'string' } },
        ownTests: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
        newInstances: { type: 'array', items: { type: 'string' } },
        exceptTests: { type: 'string' },
        confirmSurvivals: { type: 'array', items: { type: 'string' } },
      },
    },
  },
};
