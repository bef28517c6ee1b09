import * as z from 'zod';

/** How long the parent may take: it may have to renew its session first, ms. */
const PATIENCE = 60_000;

const answer = z.strictObject({ token: z.string().min(1) });

/** What a child says over its channel when it needs a token. */
export const TOKEN_NEEDED = { needs: 'token' } as const;

/**
 * The token of the program that started this one (`sluice agent`), asked for anew each time: it stands in no environment, which
 * everybody of the same user can read, and is as young as the parent can make it.
 * The one that the service did not take is named: whoever started this renews it then, whatever its clock says.
 * @returns undefined when no such program did
 */
export function tokenOfParent(parent: NodeJS.Process = process): ((refused?: string) => Promise<string>) | undefined {
  if (!parent.send) return undefined;
  // The channel keeps nobody running.
  parent.channel?.unref();
  return async (refused) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const heard = (message: unknown) => {
      const parsed = answer.safeParse(message);
      if (parsed.success) resolve(parsed.data.token);
      else reject(new Error('no token could be had'));
    };
    const gone = () => reject(new Error('who started this is gone'));
    const late = setTimeout(() => reject(new Error('no token came in time')), PATIENCE);
    parent.once('message', heard).once('disconnect', gone);
    parent.channel?.ref();
    try {
      if (!parent.connected) throw new Error('who started this is gone');
      parent.send!(refused === undefined ? TOKEN_NEEDED : { ...TOKEN_NEEDED, refused });
      return await promise;
    } finally {
      clearTimeout(late);
      parent.off('message', heard).off('disconnect', gone);
      parent.channel?.unref();
    }
  };
}
