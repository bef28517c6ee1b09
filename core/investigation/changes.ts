import type { Branch } from '../incident/branch.ts';
import { evidenceLines } from '../incident/evidence-lines.ts';
import { canonicalJson, readableEntry } from '../ledger/entry.ts';
import type { StoredEntry } from '../ledger/ledger.ts';
import { verifyLive } from '../ledger/verify-live.ts';
import { checkFinding } from './checked.ts';
import { type ReadsParts, signedPast } from './reads.ts';

const WORDS = {
  moved: 'moved a door outside a deploy (code, key, policy, mapping, copy)',
  tried: 'tried a door that was shut',
  ledger: 'ledger is broken or has no proof: there may have been others',
};

/**
 * What of code, keys, policies and mappings was changed in the window, as the guard noted it in the ledger: once it has moved a door is an entry
 * that nobody takes away. A deploy is an entry too, and no fault; what the guard could not hear of is in its alarms.
 */
export const changes =
  (parts: ReadsParts): Branch['look'] =>
  async ({ incident, window: { from, to } }) => {
    const { checkpoint, forged } = await signedPast(parts);
    const lines = evidenceLines(parts.evidence, `${incident}-changes`);
    const wrong: Record<string, number> = {};
    let [checked, deploys] = [0, 0];
    const visit = async (page: readonly StoredEntry[]) => {
      for (const stored of page) {
        const entry = readableEntry(stored);
        if (entry?.kind !== 'door') continue;
        // When AWS says that it happened, where it does: it may have been told hours later.
        const at = Number(entry.detail?.happened ?? entry.at);
        if (!(at >= from && at <= to)) continue;
        await lines.add(canonicalJson({ body: stored.body, hash: stored.hash }));
        checked++;
        const outcome = String(entry.detail?.outcome);
        if (outcome === 'deploying') deploys++;
        else if (outcome === 'moved' || outcome === 'tried') wrong[outcome] = (wrong[outcome] ?? 0) + 1;
      }
    };
    const walks = await verifyLive(parts.ledger, checkpoint, { since: from, visit });
    const whole = !forged && walks.every(({ broken }) => !broken);
    const finding = checkFinding({
      check: 'changes',
      what: (count) => `${count} changes of doors in the window, ${deploys} of them deploys`,
      words: WORDS,
      ...{ checked, wrong, open: whole ? {} : { ledger: 1 } },
    });
    return { found: [{ ...finding, evidence: await lines.end() }] };
  };
