/**
 * What is measured: the redactor's pipeline as it is shipped, with the adapters in memory in place of AWS. Bundled like a
 * function (tools/bench/redactor/bundle.ts).
 */

export { memoryGate } from '../../../core/gate/gate.memory.ts';
export { intakeTables, memoryIntake } from '../../../core/intake/intake.memory.ts';
export { createPipeline } from '../../../core/intake/pipeline.ts';
export { redactorOf } from '../../../core/intake/redactor-of.ts';
export { createLeaseOpener, sealLease } from '../../../core/lease/lease.ts';
export { memoryLeaseKeys } from '../../../core/lease/lease-keys.memory.ts';
export { memoryKeyRing } from '../../../core/vault/key-ring.memory.ts';
export { memoryVault } from '../../../core/vault/vault.memory.ts';
