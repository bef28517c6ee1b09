/**
 * The deployed stacks, from end to end. One cloud for all suites, one after the other: each works on what the last has left,
 * the last ones close the gates for good and look at everything that was left behind. `-t NAME` runs one of them.
 */
import { afterAll, beforeAll } from '@jest/globals';
import { badInput } from './deployed/bad-input.ts';
import { breakGlass } from './deployed/break-glass.ts';
import { canaryFeed, canarySearch, reported } from './deployed/canary.ts';
import { commandLine } from './deployed/cli.ts';
import { closing } from './deployed/closing.ts';
import { decoy } from './deployed/decoy.ts';
import { ended } from './deployed/ended.ts';
import { exports as dataSets } from './deployed/exports.ts';
import { faults } from './deployed/faults.ts';
import { guarded } from './deployed/guarded.ts';
import { investigated } from './deployed/investigated.ts';
import { leastPrivilege } from './deployed/least-privilege.ts';
import { fromThePackage } from './deployed/package.ts';
import { producer } from './deployed/producer.ts';
import { pushed } from './deployed/pushed.ts';
import { released } from './deployed/released.ts';
import { restored } from './deployed/restored.ts';
import { scheduled } from './deployed/scheduled.ts';
import { closeStage, deployStage } from './deployed/stage.ts';
import { witnessed } from './deployed/witnessed.ts';

beforeAll(deployStage);
afterAll(closeStage);

const aTable = restored();

producer();
badInput();
faults();
canaryFeed();
scheduled();
pushed();
dataSets();
decoy();
commandLine(reported);
fromThePackage();
investigated();
guarded();
witnessed();
breakGlass();
aTable.moment();
closing(reported);
canarySearch();
leastPrivilege();
aTable.back();
released();
ended();
