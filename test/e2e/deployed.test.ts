/**
 * The deployed stacks, from end to end. One cloud for all suites, one after the other: each works on what the last has left,
 * the last ones close the gates for good and look at everything that was left behind. `-t NAME` runs one of them.
 */
import { afterAll, beforeAll, jest } from '@jest/globals';
import { badInput } from './deployed/bad-input.ts';
import { commandLine } from './deployed/cli.ts';
import { producer } from './deployed/producer.ts';
import { deployStage, stage } from './deployed/stage.ts';

jest.setTimeout(120_000);

beforeAll(deployStage, 180_000);
afterAll(() => stage().close(), 60_000);

producer();
badInput();
commandLine(() => 'a drill');
