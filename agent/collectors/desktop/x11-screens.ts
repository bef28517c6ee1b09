import type { XClient } from 'x11';
import type { Screen } from './windows.ts';

/** Screens of an X server, by RandR; one that does not know it has one screen. */

const RESOURCE_MANAGER = 23;
const STRING = 31;
/** Dots an inch at which nothing is drawn larger. */
const DOTS = 96;

interface RandR {
  GetScreenResourcesCurrent(window: number, done: (error: Error | null, found: { crtcs: number[] }) => void): void;
  GetCrtcInfo(
    crtc: number,
    time: number,
    done: (
      error: Error | null,
      found: { x: number; y: number; width: number; height: number; output: number[] },
    ) => void,
  ): void;
}

const ask = <T>(call: (done: (error: Error | null, value: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));

export async function screensOf(X: XClient, root: number): Promise<readonly Screen[]> {
  const scale = await scaleOf(X, root).catch(() => undefined);
  const screens = await byRandR(X, root).catch((): Screen[] => []);
  if (screens.length === 0) {
    const { width, height } = await ask<{ width: number; height: number }>((done) => X.GetGeometry(root, done));
    screens.push({ x: 0, y: 0, width, height });
  }
  return screens.map((screen) => (scale === undefined ? screen : { ...screen, scale }));
}

async function byRandR(X: XClient, root: number): Promise<Screen[]> {
  const randr = await ask<RandR>((done) => X.require('randr', done as never));
  const { crtcs } = await ask<{ crtcs: number[] }>((done) => randr.GetScreenResourcesCurrent(root, done));
  const all = await Promise.all(
    crtcs.map((crtc) => ask<Screen & { output: number[] }>((done) => randr.GetCrtcInfo(crtc, 0, done))),
  );
  return all
    .filter(({ output, width }) => output.length > 0 && width > 0)
    .map(({ x, y, width, height }) => ({ x, y, width, height }))
    .sort((a, b) => a.x - b.x || a.y - b.y);
}

/** As desktops tell their programs, `Xft.dpi`. */
async function scaleOf(X: XClient, root: number): Promise<number | undefined> {
  const { data } = await ask<{ data: Buffer }>((done) =>
    X.GetProperty(0, root, RESOURCE_MANAGER, STRING, 0, 4096, done),
  );
  const dots = Number(/^Xft\.dpi:\s*(\d{2,4}(?:\.\d+)?)\s*$/m.exec(data.toString('latin1'))?.[1]);
  return dots > 0 ? Math.min(16, Math.round((dots / DOTS) * 100) / 100) : undefined;
}
