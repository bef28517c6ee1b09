import type { GateName, GateStore } from '../gate/gate.ts';
import { type Paused, pause } from '../gate/pause.ts';
import { actor } from '../ledger/actor.ts';
import type { EntryReceipt, Ledger, SignedDocument, Signer } from '../ledger/ledger.ts';
import { readPublicKey, signDocument, verifyDocument } from '../ledger/note.ts';
import type { Clock } from '../shared/clock.ts';
import { closureOf, closureReceipt } from './close.ts';
import { DOCUMENT_KINDS } from './documents.ts';
import type { ClosureReceipt } from './incident.ts';
import { checkIncidentId } from './incident-id.ts';
import type { CountedLanes } from './lanes.ts';

export interface BreakGlassParts {
  gates: Record<GateName, GateStore>;
  lanes: CountedLanes;
  ledger: Ledger;
  signer: Signer;
  program: string;
  clock: Clock;
}

export interface BreakGlassOrder {
  /** ULID: the hold's name, and later the incident's. */
  incident: string;
  /** Who holds the credentials, as AWS names them. */
  operator: string;
}

export interface BreakGlassPause {
  paused: Paused;
  /** Absent when it could not be signed: the gates are closed all the same. */
  receipt?: SignedDocument<ClosureReceipt>;
  entry?: EntryReceipt;
  /** What could not be done beside closing, in the order of trying. */
  failed: { what: 'ledger' | 'receipt'; error: unknown }[];
}

/**
 * Closes both gates without API and functions, under an incident that is filed afterwards by an ordinary pause of the same
 * id: it finds the hold there, issues the receipt that the workflow goes by, and starts it. Nothing but the closing may fail
 * it. Safe to repeat: the same incident closes once, and each time is written into the ledger.
 * @throws Refused `malformed` before anything, when the id could not be filed; `over` when its incident has let go. Whatever kept a
 *   gate from being closed; the other one, and all lanes that could be, are
 */
export async function breakGlass(
  parts: BreakGlassParts,
  { incident, operator }: BreakGlassOrder,
): Promise<BreakGlassPause> {
  const { gates, ledger, signer, clock } = parts;
  checkIncidentId(incident, clock.now());
  const paused = await pause(gates, incident, clock, operator);
  const failed: BreakGlassPause['failed'] = [];
  const attempt = <T>(what: 'ledger' | 'receipt', run: () => Promise<T>): Promise<T | undefined> =>
    run().catch((error: unknown) => {
      failed.push({ what, error });
      return undefined;
    });
  const detail = { ...closureOf(paused).epochs, by: 'break-glass' };
  const entry = await attempt('ledger', () =>
    ledger.append({ kind: 'pause', at: clock.now(), actor: actor('operator', operator), incident, detail }),
  );
  const receipt = await attempt('receipt', async () => {
    const document = await closureReceipt(parts, incident, paused);
    const signed = await signDocument(signer, DOCUMENT_KINDS.receipt, document);
    verifyDocument(signed, readPublicKey(await signer.publicKey()));
    return signed;
  });
  return { paused, failed, ...(receipt && { receipt }), ...(entry && { entry }) };
}
