import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initSync, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/web';
import { type Policies, policiesOf } from './policies.ts';
import type { Policy, PolicyDecision, PolicyRequest } from './policy.ts';

/**
 * Cedar in WebAssembly. Its build for the web takes the module as bytes: it stands beside a bundle (lib/bundle.ts puts it there); else it is
 * the package's, where the build for Node, which `require` finds, has the same file. Opened once for a process, when it is first asked.
 */
const FILE = 'cedar_wasm_bg.wasm';

/** Whether the engine is there: the published command line does without it, for its size. */
export function hasEngine(): boolean {
  try {
    return existsSync(wasmFile());
  } catch {
    return false;
  }
}

function wasmFile(): string {
  const beside = fileURLToPath(new URL(`./${FILE}`, import.meta.url));
  if (existsSync(beside)) return beside;
  return join(dirname(createRequire(import.meta.url).resolve('@cedar-policy/cedar-wasm/nodejs')), FILE);
}

/** Those of a disclosure. */
export const policyOf = (disclosure: Parameters<typeof policiesOf>[0]): Policy => cedarPolicy(policiesOf(disclosure));

let opened = false;
function open(): void {
  if (opened) return;
  initSync({ module: readFileSync(wasmFile()) });
  opened = true;
}

/** @param wasm opens the engine; a test has one that fails */
export function cedarPolicy({ all, hash, text }: Policies, wasm: () => void = open): Policy {
  let parsed = false;
  const ready = () => {
    if (parsed) return;
    wasm();
    const staticPolicies = Object.fromEntries(all.map((one) => [one.id, one.text]));
    const answer = preparsePolicySet(hash, { staticPolicies });
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
    parsed = true;
  };
  return {
    ...{ hash, text },
    decide(request) {
      try {
        ready();
        return decided(hash, request);
      } catch {
        // A policy that cannot be asked lets nobody read. What went wrong says nothing that may be shown.
        return { allowed: false, by: [], failed: ['cedar'] };
      }
    },
  };
}

function decided(hash: string, request: PolicyRequest): PolicyDecision {
  const { action, reader, groups, purpose, now, grant, tier, kinds, applications, people } = request;
  const entity = (type: string, id: string) => ({ type, id });
  const answer = statefulIsAuthorized({
    principal: entity('Reader', reader),
    action: entity('Action', action),
    resource: entity('Purpose', purpose),
    context: {
      now,
      grant: {
        givenBy: { __entity: entity('Reader', grant.givenBy) },
        expires: grant.expires,
        ...(grant.givenAs && { givenAs: [...grant.givenAs] }),
      },
      ...(tier !== undefined && { tier }),
      ...(kinds && { kinds: [...kinds] }),
      ...(applications && { applications: [...applications] }),
      ...(people !== undefined && { people }),
    },
    entities: [
      {
        uid: entity('Reader', reader),
        attrs: {},
        parents: groups.map((group) => entity('Group', group)),
      },
    ],
    preparsedPolicySetId: hash,
  });
  if (answer.type === 'failure') return { allowed: false, by: [], failed: ['request'] };
  const { decision, diagnostics } = answer.response;
  const failed = diagnostics.errors.map(({ policyId }) => policyId);
  // Cedar passes over a policy that fails: over one that forbids, that would be an allow.
  if (failed.length > 0) return { allowed: false, by: diagnostics.reason.sort(), failed };
  return { allowed: decision === 'allow', by: diagnostics.reason.sort() };
}
