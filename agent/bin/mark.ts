import type { Agent } from '../sdk/agent.ts';
import { explain } from '../sdk/explain.ts';
import { RECENT_MINUTES, type Recent } from '../sign/recent.ts';
import { type Choice, PAUSE_MINUTES, type Sign, viewOf } from '../sign/sign.ts';
import { readWish, writeWish } from './wish.ts';

/** How often the numbers of what was just recorded are shown anew, ms. */
const RECENT_EVERY = 5_000;

/**
 * Keeps the mark as the agent is. What is chosen there is wished in the state folder, as `sluice-agent pause` does it: without a network, and over a restart.
 */
export function keepMark(sign: Sign, agent: Agent, recent: Recent, folder: string): { end(): void } {
  const show = () => {
    const wish = readWish(folder);
    const { state } = agent;
    const why = explain(state);
    sign.show(
      viewOf({
        ...{ state, recent: recent.counts(), recentMinutes: RECENT_MINUTES },
        ...(why && { why: { says: why.says, advice: why.advice } }),
        ...(wish?.wish === 'pause' && wish.until !== undefined && { pausedUntil: wish.until }),
      }),
    );
  };
  const chosen = (choice: Choice, now = Date.now()) => {
    if (choice === 'pause') writeWish(folder, { wish: 'pause', until: now + PAUSE_MINUTES * 60_000 });
    else writeWish(folder, { wish: choice === 'resume' ? 'record' : 'stop', at: now });
  };
  sign.onChoice(chosen);
  sign.onVisible(() => agent.markChanged());
  agent.on('state', show);
  const counting = setInterval(() => {
    if (sign.visible) show();
  }, RECENT_EVERY);
  counting.unref();
  show();
  // It may have come before anybody listened.
  if (sign.visible) agent.markChanged();
  return {
    end() {
      clearInterval(counting);
      sign.close();
    },
  };
}
